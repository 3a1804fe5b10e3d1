package org.nexusgen.api.train;

import org.nexusgen.api.tensor.Shape;

/**
 * A weight before the first step.
 *
 * @param name canonical
 * @param shape of the tensor
 * @param start how it is filled
 */
public record InitialWeight(String name, Shape shape, Start start) {
  /** How a weight is filled. */
  public sealed interface Start {
    /** The same value everywhere: norms are ones, biases zeros. */
    record Constant(double value) implements Start {}

    /** Normal values with mean 0. */
    record Normal(double std) implements Start {}

    /** Uniform values between {@code -bound} and {@code bound}. */
    record Uniform(double bound) implements Start {}
  }

  public static Start zeros() {
    return new Start.Constant(0);
  }

  public static Start ones() {
    return new Start.Constant(1);
  }

  public static Start normal(double std) {
    return new Start.Normal(std);
  }

  public static Start uniform(double bound) {
    return new Start.Uniform(bound);
  }
}
