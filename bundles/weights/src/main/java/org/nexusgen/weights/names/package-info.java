/** The key layouts that checkpoints come in, and the canonical names of the interface. */
@NullMarked
package org.nexusgen.weights.names;

import org.jspecify.annotations.NullMarked;
