/** Datasets by the names that the command line has for them. */
@NullMarked
package org.smashnas.examples.data;

import org.jspecify.annotations.NullMarked;
