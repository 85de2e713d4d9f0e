package org.smashnas.testing;

/**
 * The smallest architecture found that breaks a property.
 *
 * @param architecture its JSON
 * @param origin where it comes from and how many others there are
 */
record Finding(SpaceProperty property, String architecture, Mismatch mismatch, String origin) {}
