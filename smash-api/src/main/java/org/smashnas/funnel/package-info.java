/**
 * From scores to a trained network. A score sorts the bad from the good; which of the good is best
 * only training tells. {@link org.smashnas.funnel.SuccessiveHalving} trains many architectures a
 * little and the best of them on, and a {@link org.smashnas.funnel.Funnel} does so with what a
 * {@linkplain org.smashnas.search.Search search} finds best.
 */
@NullMarked
package org.smashnas.funnel;

import org.jspecify.annotations.NullMarked;
