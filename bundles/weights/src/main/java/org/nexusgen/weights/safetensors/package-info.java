/** The safetensors format: reader, writer and shard index. */
@NullMarked
package org.nexusgen.weights.safetensors;

import org.jspecify.annotations.NullMarked;
