/** Losses of the autoregressive half around the backbone's graph. */
@NullMarked
package org.nexusgen.training.loss;

import org.jspecify.annotations.NullMarked;
