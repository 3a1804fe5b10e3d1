/** The bridges from image embeddings to the conditioning of a decoder. */
@NullMarked
package org.nexusgen.projectors;

import org.jspecify.annotations.NullMarked;
