/** The quick start: the whole method on 1,797 real handwritten digits. */
@NullMarked
package org.smashnas.examples.digits;

import org.jspecify.annotations.NullMarked;
