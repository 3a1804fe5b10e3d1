/** Training of vision decoders: embeddings to pictures, with rectified flow. */
@NullMarked
package org.nexusgen.training.decoder;

import org.jspecify.annotations.NullMarked;
