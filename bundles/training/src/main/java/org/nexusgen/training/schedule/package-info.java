/** Learning rates by step, as PyTorch and transformers have them. */
@NullMarked
package org.nexusgen.training.schedule;

import org.jspecify.annotations.NullMarked;
