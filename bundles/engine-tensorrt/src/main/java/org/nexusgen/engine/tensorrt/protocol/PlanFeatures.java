package org.nexusgen.engine.tensorrt.protocol;

/**
 * What a plan can beside running. Each may cost speed, so a plan has none that nobody asked for.
 *
 * @param streams whether its weights may stay in the host's memory and come as they are needed
 * @param refits whether other weights may take the place of its own
 */
public record PlanFeatures(boolean streams, boolean refits) {
  /** A plan that runs. */
  public static final PlanFeatures NONE = new PlanFeatures(false, false);
}
