/** The training loop: batches in, gradients, updates, metrics and checkpoints out. */
@NullMarked
package org.nexusgen.training.loop;

import org.jspecify.annotations.NullMarked;
