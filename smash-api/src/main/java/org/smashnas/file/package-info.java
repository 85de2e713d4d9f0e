/** Files that a kill at any moment leaves whole. */
@NullMarked
package org.smashnas.file;

import org.jspecify.annotations.NullMarked;
