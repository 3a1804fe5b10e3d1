/** Stages: one training of one part of a model, from settings to the written weights. */
@NullMarked
package org.nexusgen.training.stage;

import org.jspecify.annotations.NullMarked;
