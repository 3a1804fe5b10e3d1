package org.nexusgen.weights.safetensors;

import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;

/** One tensor of a header; offsets count from the end of the header. */
record HeaderEntry(String name, DType dtype, Shape shape, long begin, long end) {
  /** Declared length, of which nothing is known yet but that it is not negative. */
  long length() {
    return end - begin;
  }
}
