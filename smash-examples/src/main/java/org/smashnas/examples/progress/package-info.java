/** Progress with time left: a bar on a terminal, plain lines elsewhere. */
@NullMarked
package org.smashnas.examples.progress;

import org.jspecify.annotations.NullMarked;
