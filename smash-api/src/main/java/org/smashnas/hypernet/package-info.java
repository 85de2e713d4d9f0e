/**
 * The HyperNet: trained once over a whole space, it writes the weights of any architecture, so that
 * an architecture is {@linkplain org.smashnas.hypernet.Scorer scored} without being trained. The
 * best is {@linkplain org.smashnas.hypernet.HyperNet#derive derived} and trained alone. Backends
 * implement the interfaces.
 */
@NullMarked
package org.smashnas.hypernet;

import org.jspecify.annotations.NullMarked;
