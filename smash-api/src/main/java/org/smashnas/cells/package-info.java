/**
 * The cells of NAS-Bench-201 (Dong and Yang 2020, <a href="https://arxiv.org/abs/2001.00326">arXiv
 * 2001.00326</a>): a small space whose 15,625 architectures others have all trained, so that a
 * score can be held against the truth.
 */
@NullMarked
package org.smashnas.cells;

import org.jspecify.annotations.NullMarked;
