/**
 * What a search space is. A space draws and changes architectures, says what {@link
 * org.smashnas.network.Network} each one is, and declares the {@linkplain
 * org.smashnas.space.WeightGrid grid} on which the HyperNet writes weights. It needs no backend, so
 * it is unit-tested without one.
 */
@NullMarked
package org.smashnas.space;

import org.jspecify.annotations.NullMarked;
