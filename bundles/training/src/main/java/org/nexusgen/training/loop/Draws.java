package org.nexusgen.training.loop;

import java.util.random.RandomGenerator;

/**
 * Random numbers that are a function of a seed and of what they are for, the same on every machine:
 * SplitMix64 (Steele, Lea and Flood 2014), and Box and Muller's normal values.
 */
public final class Draws implements RandomGenerator {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
  private static final double TWO_TO_53 = 0x1p53;

  private long state;

  private Draws(long state) {
    this.state = state;
  }

  /**
   * A stream of its own for each combination of arguments.
   *
   * @param seed of the training
   * @param use what the numbers are for
   * @param number of the batch or picture
   */
  public static Draws of(long seed, String use, long number) {
    long state = mix(seed + GOLDEN_GAMMA);
    for (int i = 0; i < use.length(); i++) {
      state = mix(state + GOLDEN_GAMMA * (use.charAt(i) + 1));
    }
    return new Draws(mix(state ^ mix(number + GOLDEN_GAMMA)));
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  @Override
  public long nextLong() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /** Uniform in [0, 1). */
  public double uniform() {
    return (nextLong() >>> 11) / TWO_TO_53;
  }

  /** Uniform among 0 to bound - 1. */
  public int below(int bound) {
    return (int) (uniform() * bound);
  }

  /** Normal with mean 0 and deviation 1. */
  public double normal() {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform()));
    return radius * StrictMath.cos(2 * Math.PI * uniform());
  }

  // The platform's own way may differ from one version to the next.
  @Override
  public double nextGaussian() {
    return normal();
  }

  /** Normal values, each with a deviation. */
  public float[] normals(int count, double deviation) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (deviation * normal());
    }
    return values;
  }
}
