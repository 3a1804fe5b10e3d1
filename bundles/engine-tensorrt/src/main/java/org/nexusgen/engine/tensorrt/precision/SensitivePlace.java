package org.nexusgen.engine.tensorrt.precision;

/**
 * Places that keep 32-bit floats, found by their operators in a graph of set 17: an engine sees no
 * models, and a rule must hold for networks that nobody has measured.
 */
public enum SensitivePlace {
  /**
   * x·x and what is computed from it up to a quotient or tanh: the mean square of an RMS or group
   * norm, the cube of GELU.
   */
  SQUARES(
      "squares leave the range where |x| is above 255, and below 0.0002 they vanish; residual"
          + " streams of large models hold values of thousands (Sun et al. 2024, arXiv 2402.17762)"),

  /** Whole normalizations. */
  NORMALIZATIONS(
      "mean and variance are sums over a row; TensorRT's own layer computes them in 32 bits, too"),

  /** Softmax and the masks that are added before it. */
  SOFTMAX(
      "masks hold the largest float32, which 16 bits read as infinity: a row that sees nothing"
          + " becomes NaN; and weights of long rows are small"),

  /** x + f(x), where f multiplies by matrices: the stream that all layers write to. */
  RESIDUAL_SUMS(
      "every layer adds its rounding, and the sum leaves the range in large models: massive"
          + " activations of language models (arXiv 2402.17762), FLUX's blocks, which diffusers"
          + " clips at ±65504 in float16"),

  /** The product of both halves of a gated MLP, and the matrix behind it. */
  GATED_PRODUCTS(
      "massive activations are born here; transformers keeps T5's matrix 'wo' in float32, without"
          + " which T5-XXL gives infinity"),

  /** Everything, in a network of convolutions. */
  CONVOLUTIONS(
      "autoencoders leave the range in their middle (Stable Diffusion XL's does, and FLUX's is"
          + " published with force_upcast); they run once a picture");

  private final String reason;

  SensitivePlace(String reason) {
    this.reason = reason;
  }

  /** Why 16 bits are not enough. */
  public String reason() {
    return reason;
  }
}
