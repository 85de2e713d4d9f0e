/**
 * The rank study: how well a {@linkplain org.smashnas.hypernet.Scorer score}, or any other
 * predictor, ranks architectures as their truth does. A {@link org.smashnas.study.RankStudy}
 * compares predictors with a {@linkplain org.smashnas.study.TruthTable published table} or own
 * {@linkplain org.smashnas.study.Training trainings}.
 */
@NullMarked
package org.smashnas.study;

import org.jspecify.annotations.NullMarked;
