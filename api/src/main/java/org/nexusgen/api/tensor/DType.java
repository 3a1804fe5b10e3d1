package org.nexusgen.api.tensor;

/** Element type of a tensor, with the names that safetensors files use. */
public enum DType {
  F64(8),
  F32(4),
  F16(2),
  BF16(2),
  /** Float8 e4m3fn: no infinities, largest value 448. */
  F8E4M3(1),
  I64(8),
  I32(4),
  I16(2),
  I8(1),
  U8(1),
  /** One byte an element, 0 or 1. */
  BOOL(1);

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }

  /** Whether the type holds real numbers, of any precision. */
  public boolean isFloat() {
    return switch (this) {
      case F64, F32, F16, BF16, F8E4M3 -> true;
      case I64, I32, I16, I8, U8, BOOL -> false;
    };
  }
}
