package org.nexusgen.api.tensor;

/**
 * Conversions between float32 and the narrow formats of checkpoints, all rounding to nearest even.
 * Float8 e4m3fn saturates at ±448, as PyTorch 2.13 does.
 */
public final class ReducedFloat {
  /** The one NaN that PyTorch 2.13 writes on the CPU, whatever NaN it came from. */
  private static final short BF16_NAN = (short) 0xffff;

  private static final float F8_MAX = 448f;
  private static final float F8_SMALLEST_NORMAL = 0x1p-6f;
  private static final float F8_SUBNORMAL_STEP = 0x1p-9f;
  private static final int F8_BIAS = 7;
  private static final byte F8_NAN = 0x7f;

  private ReducedFloat() {}

  public static float fromBf16(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }

  public static short toBf16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return BF16_NAN;
    }
    int roundingBias = 0x7fff + ((bits >>> 16) & 1);
    return (short) ((bits + roundingBias) >>> 16);
  }

  public static float fromF16(short bits) {
    return Float.float16ToFloat(bits);
  }

  public static short toF16(float value) {
    return Float.floatToFloat16(value);
  }

  public static float fromF8(byte bits) {
    int exponent = (bits >> 3) & 0xf;
    int mantissa = bits & 7;
    float magnitude;
    if (exponent == 0xf && mantissa == 7) {
      magnitude = Float.NaN;
    } else if (exponent == 0) {
      magnitude = mantissa * F8_SUBNORMAL_STEP;
    } else {
      magnitude = Math.scalb(1f + mantissa / 8f, exponent - F8_BIAS);
    }
    return Math.copySign(magnitude, bits < 0 ? -1f : 1f);
  }

  public static byte toF8(float value) {
    int sign = Float.floatToRawIntBits(value) >>> 31 << 7;
    float magnitude = Math.abs(value);
    if (Float.isNaN(value)) {
      return (byte) (sign | F8_NAN);
    }
    if (magnitude >= F8_MAX) {
      return (byte) (sign | 0x7e);
    }
    if (magnitude < F8_SMALLEST_NORMAL) {
      return (byte) (sign | (int) Math.rint(magnitude / F8_SUBNORMAL_STEP));
    }
    int exponent = Math.getExponent(magnitude);
    int mantissa = (int) Math.rint(Math.scalb(magnitude, -exponent) * 8f) - 8;
    // A mantissa that rounds up to 8 carries into the exponent by plain addition.
    return (byte) (sign | (((exponent + F8_BIAS) << 3) + mantissa));
  }
}
