/** The command line program; each command's work is in a package of its own. */
@NullMarked
package org.smashnas.examples;

import org.jspecify.annotations.NullMarked;
