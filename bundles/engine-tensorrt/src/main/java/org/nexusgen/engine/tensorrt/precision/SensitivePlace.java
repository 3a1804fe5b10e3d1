package org.nexusgen.engine.tensorrt.precision;

import java.util.EnumSet;
import java.util.Set;
import org.nexusgen.api.tensor.DType;

/**
 * Places that keep 32-bit floats, found by their operators in a graph of set 17 or 23: an engine
 * sees no models, and a rule must hold for networks that nobody has measured.
 *
 * <p>float16 lacks range and digits. bfloat16 has the range of float32, and fewer digits still: a
 * place that is sensitive for its range alone may run on it.
 */
public enum SensitivePlace {
  /**
   * x·x and what is computed from it up to a quotient or tanh: the mean square of an RMS or group
   * norm, the cube of GELU. (GELU as one operator is none: where its cube overflows, tanh is 1.)
   */
  SQUARES(
      Lack.RANGE,
      "squares leave the range where |x| is above 255, and below 0.0002 they vanish; residual"
          + " streams of large models hold values of thousands (Sun et al. 2024, arXiv 2402.17762)"),

  /** Whole normalizations. */
  NORMALIZATIONS(
      Lack.DIGITS,
      "mean and variance are sums over a row; TensorRT's own layer computes them in 32 bits, too,"
          + " and reads the residual stream, which is on 32 bits"),

  /** Softmax, and masks that are added before it or given to an attention. */
  SOFTMAX(
      Lack.DIGITS,
      "masks hold the largest float32, which 16 bits of both kinds read as infinity: a row that"
          + " sees nothing becomes NaN; and weights of long rows are small"),

  /** Rotary positions, where they are one operator. */
  ROTATIONS(
      Lack.DIGITS,
      "a rounded cosine turns a pair by another angle; there is no product of matrices to win"),

  /** x + f(x), where f multiplies by matrices: the stream that all layers write to. */
  RESIDUAL_SUMS(
      Lack.DIGITS,
      "every layer adds its rounding, and the sum leaves the range in large models: massive"
          + " activations of language models (arXiv 2402.17762), FLUX's blocks, which diffusers"
          + " clips at ±65504 in float16"),

  /** The product of both halves of a gated MLP, and the matrix behind it. */
  GATED_PRODUCTS(
      Lack.RANGE,
      "massive activations are born here; transformers keeps T5's matrix 'wo' in float32, without"
          + " which T5-XXL gives infinity"),

  /** Everything, in a network of convolutions. */
  CONVOLUTIONS(
      Lack.RANGE,
      "autoencoders leave the range in their middle (Stable Diffusion XL's does, and FLUX's is"
          + " published with force_upcast); they run once a picture");

  /** What 16 bits have too little of for a place. */
  private enum Lack {
    RANGE,
    DIGITS
  }

  private final Lack lack;
  private final String reason;

  SensitivePlace(Lack lack, String reason) {
    this.lack = lack;
    this.reason = reason;
  }

  /**
   * The places that cannot be on a type.
   *
   * @param narrow {@code F16} or {@code BF16}
   */
  public static Set<SensitivePlace> of(DType narrow) {
    Set<SensitivePlace> places = EnumSet.allOf(SensitivePlace.class);
    if (narrow == DType.BF16) {
      places.removeIf(place -> place.lack == Lack.RANGE);
    }
    return places;
  }

  /** Why 16 bits are not enough. */
  public String reason() {
    return reason;
  }
}
