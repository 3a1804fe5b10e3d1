package org.nexusgen.engine.tensorrt.session;

import org.nexusgen.api.BadInputException;
import org.nexusgen.engine.tensorrt.process.Device;
import org.nexusgen.engine.tensorrt.protocol.PlanFeatures;
import org.nexusgen.engine.tensorrt.protocol.Request;

/**
 * What is set about plans beside their arithmetic and sizes.
 *
 * @param fixedSizes whether each set of sizes has a plan of its own, even where TensorRT could have
 *     one for all
 * @param refits whether plans of a network with other weights are made of the first one
 * @param effort how long kernels are looked for: 0 to 5
 * @param weightMebibytes the setting, which is read when it is needed: an engine can be made
 *     whatever it says
 * @param apartBytes of weights from which a plan is made in a process of its own
 */
public record PlanOptions(
    boolean fixedSizes, boolean refits, int effort, String weightMebibytes, long apartBytes) {
  /** What TensorRT 8.6 behind DJL's layer can do. */
  public static PlanOptions eight(int effort) {
    return new PlanOptions(true, false, effort, "", Long.MAX_VALUE);
  }

  /**
   * How much of their weights graphs may have on the device.
   *
   * @throws BadInputException if the setting is none
   */
  public WeightBudgets budgets() {
    return WeightBudgets.parse(weightMebibytes);
  }

  /** Where a plan with such weights is made. */
  Device.Place place(long weightBytes) {
    return weightBytes < apartBytes ? Device.Place.HERE : Device.Place.APART;
  }

  /**
   * Those of a graph's plans.
   *
   * @param half whether float16 may be used, and so 10 bits of factors anywhere
   */
  PlanFeatures features(String graph, boolean half) {
    return new PlanFeatures(budgets().of(graph) != Request.Load.ALL, refits, effort, half);
  }
}
