/** Random streams: one for each role and step, so that no result depends on timing or threads. */
@NullMarked
package org.smashnas.random;

import org.jspecify.annotations.NullMarked;
