/** The commands of a whole run, one folder a run: train, search, derive, evaluate, export. */
@NullMarked
package org.smashnas.examples.commands;

import org.jspecify.annotations.NullMarked;
