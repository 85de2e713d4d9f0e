/**
 * Search: a {@link org.smashnas.search.SearchStrategy} proposes architectures, a {@link
 * org.smashnas.hypernet.Scorer} scores them, and a {@link org.smashnas.search.Search} records the
 * {@linkplain org.smashnas.search.Trial trials}.
 */
@NullMarked
package org.smashnas.search;

import org.jspecify.annotations.NullMarked;
