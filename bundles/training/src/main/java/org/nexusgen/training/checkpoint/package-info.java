/** Runs on disk: checkpoints that are whole or not there, and the metrics beside them. */
@NullMarked
package org.nexusgen.training.checkpoint;

import org.jspecify.annotations.NullMarked;
