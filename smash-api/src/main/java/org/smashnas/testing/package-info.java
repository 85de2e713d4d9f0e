/**
 * What a program needs to test its own spaces and strategies, with any test library or none: {@link
 * org.smashnas.testing.SpaceVerifier} verifies a space, {@link org.smashnas.testing.FakeScorer}
 * scores without a HyperNet, {@link org.smashnas.testing.ScriptedRandom} draws what the test says.
 * Failures are {@link AssertionError}s.
 */
@NullMarked
package org.smashnas.testing;

import org.jspecify.annotations.NullMarked;
