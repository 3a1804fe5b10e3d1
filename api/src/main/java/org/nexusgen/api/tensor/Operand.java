package org.nexusgen.api.tensor;

/** What a graph session takes: a tensor in Java's memory, or one that stayed inside the engine. */
public sealed interface Operand permits Tensor, ResidentTensor {
  DType dtype();

  Shape shape();
}
