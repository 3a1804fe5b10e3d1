/** Checkpoint files as named tensors: safetensors, shard index, torch zip files, key layouts. */
@NullMarked
package org.nexusgen.weights;

import org.jspecify.annotations.NullMarked;
