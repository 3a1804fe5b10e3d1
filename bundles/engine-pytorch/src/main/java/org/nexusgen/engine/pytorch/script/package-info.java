/**
 * Graphs as TorchScript: what PyTorch's own interpreter runs without a call from Java in between.
 */
@NullMarked
package org.nexusgen.engine.pytorch.script;

import org.jspecify.annotations.NullMarked;
