package org.nexusgen.sampler.flowmatch;

import org.nexusgen.api.tensor.ReducedFloat;

/**
 * PyTorch's CPU generator: the same numbers, in the same order, bit for bit, from one stream of
 * draws (ATen {@code CPUGeneratorImpl}, {@code DistributionTemplates.h}; checked with 2.13 on
 * AVX2).
 */
final class TorchGenerator {
  /** From this count on a float32 tensor is filled block by block. */
  private static final int BLOCK = 16;

  private static final int HALF_BLOCK = BLOCK / 2;
  private static final int FLOAT_BITS = 0xffffff;
  private static final long DOUBLE_BITS = (1L << 53) - 1;
  private static final float TWO_PI = (float) (2 * Math.PI);

  private final MersenneTwister twister;
  // The second value of a Box-Muller pair, held for the next scalar draw.
  private double held;
  private boolean holds;

  TorchGenerator(long seed) {
    twister = new MersenneTwister(seed);
  }

  /** {@code tensor.random_()} of int32: 31 bits. */
  int random31() {
    return twister.next() & Integer.MAX_VALUE;
  }

  /** {@code torch.randint(0, bound)}, for bounds that fit 32 bits. */
  long randint(long bound) {
    return Integer.toUnsignedLong(twister.next()) % bound;
  }

  /** One value of {@code torch.rand} in float32: [0, 1). */
  float uniform() {
    return (twister.next() & FLOAT_BITS) * 0x1p-24f;
  }

  /** One value of {@code torch.rand} in float64: the first draw is the high word. */
  double uniformDouble() {
    long high = Integer.toUnsignedLong(twister.next());
    long low = Integer.toUnsignedLong(twister.next());
    return (((high << 32) | low) & DOUBLE_BITS) * 0x1p-53;
  }

  /** {@code torch.randn(count)} in float32. */
  float[] normal(int count) {
    float[] values = new float[count];
    if (count < BLOCK) {
      for (int i = 0; i < count; i++) {
        values[i] = (float) normalScalar();
      }
      return values;
    }
    fillUniform(values, 0, count);
    for (int i = 0; i + BLOCK <= count; i += BLOCK) {
      transform(values, i);
    }
    if (count % BLOCK != 0) {
      redrawLastBlock(values);
    }
    return values;
  }

  /** {@code torch.randn(count, dtype=float64)}, up to the last bits of Java's own functions. */
  double[] normalDouble(int count) {
    double[] values = new double[count];
    if (count < BLOCK) {
      for (int i = 0; i < count; i++) {
        values[i] = normalScalar();
      }
      return values;
    }
    fillUniform(values, 0);
    for (int i = 0; i + BLOCK <= count; i += BLOCK) {
      transform(values, i);
    }
    if (count % BLOCK != 0) {
      fillUniform(values, count - BLOCK);
      transform(values, count - BLOCK);
    }
    return values;
  }

  /** {@code torch.randn(count, dtype=float16)}: bits. */
  short[] normalHalf(int count) {
    return narrow(normalForNarrowTypes(count), ReducedFloat::toF16);
  }

  /** {@code torch.randn(count, dtype=bfloat16)}: bits. */
  short[] normalBf16(int count) {
    return narrow(normalForNarrowTypes(count), ReducedFloat::toBf16);
  }

  // 16-bit types draw whole blocks only; a ragged tail takes the draws that follow, where float32
  // has spent one on every element before.
  private float[] normalForNarrowTypes(int count) {
    if (count < BLOCK) {
      return normal(count);
    }
    float[] values = new float[count];
    int whole = count - count % BLOCK;
    fillUniform(values, 0, whole);
    for (int i = 0; i < whole; i += BLOCK) {
      transform(values, i);
    }
    if (whole != count) {
      redrawLastBlock(values);
    }
    return values;
  }

  private void redrawLastBlock(float[] values) {
    int last = values.length - BLOCK;
    fillUniform(values, last, values.length);
    transform(values, last);
  }

  private void fillUniform(float[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      values[i] = uniform();
    }
  }

  private void fillUniform(double[] values, int from) {
    for (int i = from; i < values.length; i++) {
      values[i] = uniformDouble();
    }
  }

  // Box and Muller on 8 pairs whose halves lie 8 apart.
  private static void transform(float[] values, int block) {
    for (int j = block; j < block + HALF_BLOCK; j++) {
      float u1 = 1f - values[j]; // (0, 1]: the logarithm exists
      float radius = (float) Math.sqrt(-2f * VectorMath.log(u1));
      float angle = TWO_PI * values[j + HALF_BLOCK];
      int octant = VectorMath.octant(angle);
      float remainder = VectorMath.remainder(angle, octant);
      values[j] = radius * VectorMath.cos(octant, remainder);
      values[j + HALF_BLOCK] = radius * VectorMath.sin(octant, remainder);
    }
  }

  private static void transform(double[] values, int block) {
    for (int j = block; j < block + HALF_BLOCK; j++) {
      double radius = Math.sqrt(-2 * StrictMath.log(1 - values[j]));
      double angle = 2 * Math.PI * values[j + HALF_BLOCK];
      values[j] = radius * StrictMath.cos(angle);
      values[j + HALF_BLOCK] = radius * StrictMath.sin(angle);
    }
  }

  // The held value outlives calls: 5 values and 5 more are 10 values.
  private double normalScalar() {
    if (holds) {
      holds = false;
      return held;
    }
    double u1 = uniformDouble();
    double u2 = uniformDouble();
    double radius = Math.sqrt(-2 * StrictMath.log1p(-u2));
    double angle = 2 * Math.PI * u1;
    held = radius * StrictMath.sin(angle);
    holds = true;
    return radius * StrictMath.cos(angle);
  }

  private interface Narrowing {
    short bits(float value);
  }

  private static short[] narrow(float[] values, Narrowing narrowing) {
    short[] bits = new short[values.length];
    for (int i = 0; i < values.length; i++) {
      bits[i] = narrowing.bits(values[i]);
    }
    return bits;
  }
}
