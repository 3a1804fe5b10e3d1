package org.nexusgen.sampler.flowmatch;

/**
 * Logarithm, sine and cosine with the roundings of PyTorch's AVX2 kernels (ATen {@code
 * avx_mathfun}: the single-precision polynomials of Cephes, with multiplications and additions
 * fused by the compiler). Every operation here is one rounding there, so the order must not be
 * changed.
 */
@SuppressWarnings("FloatingPointLiteralPrecision") // written as in Cephes
final class VectorMath {
  private static final float SQRT_HALF = 0.707106781186547524f;
  private static final float[] LOG = {
    -1.1514610310E-1f,
    1.1676998740E-1f,
    -1.2420140846E-1f,
    1.4249322787E-1f,
    -1.6668057665E-1f,
    2.0000714765E-1f,
    -2.4999993993E-1f,
    3.3333331174E-1f
  };
  private static final float LOG_FIRST = 7.0376836292E-2f;
  private static final float LN2_LOW = -2.12194440e-4f;
  private static final float LN2_HIGH = 0.693359375f;

  private static final float FOUR_OVER_PI = 1.27323954473516f;
  // pi/4 in three parts, each exact in float32 (Cody and Waite).
  private static final float PI_4_HIGH = -0.78515625f;
  private static final float PI_4_MIDDLE = -2.4187564849853515625e-4f;
  private static final float PI_4_LOW = -3.77489497744594108e-8f;

  private VectorMath() {}

  /** Natural logarithm of a normal positive number. */
  static float log(float u) {
    int bits = Float.floatToRawIntBits(u);
    float e = (bits >>> 23) - 126;
    float m = Float.intBitsToFloat((bits & 0x007fffff) | 0x3f000000); // [0.5, 1)
    float x = m - 1f;
    if (m < SQRT_HALF) {
      e -= 1f;
      x += m;
    }
    float z = x * x;
    float y = LOG_FIRST;
    for (float coefficient : LOG) {
      y = Math.fma(y, x, coefficient);
    }
    y *= x;
    y = Math.fma(y, z, e * LN2_LOW);
    y = Math.fma(-z, 0.5f, y);
    return Math.fma(e, LN2_HIGH, x + y);
  }

  /** The octant of an angle, rounded up to an even number: both functions start from it. */
  static int octant(float angle) {
    return ((int) (angle * FOUR_OVER_PI) + 1) & ~1;
  }

  /** What is left of an angle beyond its octant: within pi/4 of zero. */
  static float remainder(float angle, int octant) {
    float x = Math.fma((float) octant, PI_4_HIGH, angle);
    x = Math.fma((float) octant, PI_4_MIDDLE, x);
    return Math.fma((float) octant, PI_4_LOW, x);
  }

  /** Sine of a non-negative angle, given {@link #octant} and {@link #remainder} of it. */
  static float sin(int octant, float remainder) {
    float value = (octant & 2) == 0 ? sinNearZero(remainder) : cosNearZero(remainder);
    return (octant & 4) == 0 ? value : -value;
  }

  /** Cosine of a non-negative angle, given {@link #octant} and {@link #remainder} of it. */
  static float cos(int octant, float remainder) {
    float value = (octant & 2) == 0 ? cosNearZero(remainder) : sinNearZero(remainder);
    return ((octant - 2) & 4) == 0 ? -value : value;
  }

  private static float cosNearZero(float x) {
    float z = x * x;
    float c = Math.fma(2.443315711809948E-5f, z, -1.388731625493765E-3f);
    c = Math.fma(c, z, 4.166664568298827E-2f);
    c *= z;
    c = Math.fma(c, z, -(z * 0.5f));
    return c + 1f;
  }

  private static float sinNearZero(float x) {
    float z = x * x;
    float s = Math.fma(-1.9515295891E-4f, z, 8.3321608736E-3f);
    s = Math.fma(s, z, -1.6666654611E-1f);
    s *= z;
    return Math.fma(s, x, x);
  }
}
