/** The rectified-flow loss around projector and vision decoder. */
@NullMarked
package org.nexusgen.training.flow;

import org.jspecify.annotations.NullMarked;
