/** Programs that print figures; docs/benchmarks.md has their commands and results. */
@NullMarked
package org.smashnas.examples.benchmark;

import org.jspecify.annotations.NullMarked;
