package org.nexusgen.engine.tensorrt.protocol;

/**
 * What a plan can beside running, and how it is built. What it can may cost speed, so a plan has
 * nothing that nobody asked for.
 *
 * @param streams whether its weights may stay in the host's memory and come as they are needed
 * @param refits whether other weights may take the place of its own
 * @param effort how long kernels are looked for: 0 to 5
 * @param tensorFloats whether products of float32 may take 10 bits of their factors (TF32), which
 *     are as many as float16 has, and the range of float32
 */
public record PlanFeatures(boolean streams, boolean refits, int effort, boolean tensorFloats) {
  /** TensorRT's own effort. */
  private static final int USUAL = 3;

  /** A plan that runs. */
  public static final PlanFeatures NONE = new PlanFeatures(false, false, USUAL, false);
}
