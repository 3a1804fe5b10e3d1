package org.nexusgen.engine.onnxruntime;

import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;

/** What the session stores of a checkpoint's tensor. */
sealed interface WeightForm {
  /** Name of the tensor in the checkpoint. */
  String source();

  /** Element type of what is stored. */
  DType dtype();

  /** Part of the cache key. */
  String label();

  /** The values as float32. */
  record Widened(String source) implements WeightForm {
    @Override
    public DType dtype() {
      return DType.F32;
    }

    @Override
    public String label() {
      return "f32";
    }
  }

  /** Of a matrix [N,K]: the whole numbers of each block of columns, uint8 [N, blocks, bytes]. */
  record Blocks(String source, BlockFormat format) implements WeightForm {
    @Override
    public DType dtype() {
      return DType.U8;
    }

    @Override
    public String label() {
      return "q" + format.bits() + "b" + BlockFormat.SIZE;
    }
  }

  /** Of a matrix [N,K]: the factor of each block of columns, float32 [N, blocks]. */
  record Scales(String source, BlockFormat format) implements WeightForm {
    @Override
    public DType dtype() {
      return DType.F32;
    }

    @Override
    public String label() {
      return "s" + format.bits() + "b" + BlockFormat.SIZE;
    }
  }

  /** Shape of what is stored of a tensor of the given shape. */
  default Shape stored(Shape shape) {
    return switch (this) {
      case Widened widened -> shape;
      case Blocks blocks ->
          Shape.of(
              shape.dim(0),
              BlockFormat.blocks(shape.dim(1)),
              (long) BlockFormat.SIZE * blocks.format().bits() / Byte.SIZE);
      case Scales scales -> Shape.of(shape.dim(0), BlockFormat.blocks(shape.dim(1)));
    };
  }
}
