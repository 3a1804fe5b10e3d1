/** Tests of the caching encoder, over the Qwen tower. */
@NullMarked
package org.nexusgen.encoder.caching;

import org.jspecify.annotations.NullMarked;
