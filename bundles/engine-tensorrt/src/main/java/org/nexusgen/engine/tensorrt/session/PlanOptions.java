package org.nexusgen.engine.tensorrt.session;

import org.nexusgen.engine.tensorrt.process.Device;
import org.nexusgen.engine.tensorrt.protocol.PlanFeatures;
import org.nexusgen.engine.tensorrt.protocol.Request;

/**
 * What is set about plans beside their arithmetic and sizes.
 *
 * @param fixedSizes whether each set of sizes has a plan of its own, even where TensorRT could have
 *     one for all
 * @param refits whether plans of a network with other weights are made of the first one
 * @param budgets of the weights on the device
 * @param apartBytes of weights from which a plan is made in a process of its own
 */
public record PlanOptions(
    boolean fixedSizes, boolean refits, WeightBudgets budgets, long apartBytes) {
  /** What TensorRT 8.6 behind DJL's layer can do. */
  public static final PlanOptions EIGHT =
      new PlanOptions(true, false, WeightBudgets.ALL, Long.MAX_VALUE);

  /** Where a plan with such weights is made. */
  Device.Place place(long weightBytes) {
    return weightBytes < apartBytes ? Device.Place.HERE : Device.Place.APART;
  }

  /** Those of a graph's plans. */
  PlanFeatures features(String graph) {
    return new PlanFeatures(budgets.of(graph) != Request.Load.ALL, refits);
  }
}
