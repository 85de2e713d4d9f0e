/**
 * JSON that is read strictly: what is not understood is refused, and nothing in a file can name a
 * class.
 */
@NullMarked
package org.smashnas.json;

import org.jspecify.annotations.NullMarked;
