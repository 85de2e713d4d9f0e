/** The files that the commands write. */
@NullMarked
package org.smashnas.examples.files;

import org.jspecify.annotations.NullMarked;
