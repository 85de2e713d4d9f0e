/** Draws the pictures of the documents. */
@NullMarked
package org.smashnas.examples.drawing;

import org.jspecify.annotations.NullMarked;
