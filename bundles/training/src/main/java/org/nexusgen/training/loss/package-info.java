/** Losses as graphs. */
@NullMarked
package org.nexusgen.training.loss;

import org.jspecify.annotations.NullMarked;
