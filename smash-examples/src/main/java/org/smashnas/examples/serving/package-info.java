/** An exported network in a program of its own, which knows TensorFlow alone. */
@NullMarked
package org.smashnas.examples.serving;

import org.jspecify.annotations.NullMarked;
