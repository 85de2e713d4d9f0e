/**
 * The paper's search space (section 3.2): blocks whose memory is banks of channels, and ops that
 * read some banks, apply a generated 1x1 convolution and a shared k×k convolution, and add the
 * result to some banks.
 */
@NullMarked
package org.smashnas.memorybank;

import org.jspecify.annotations.NullMarked;
