package org.nexusgen.training.loop;

import java.util.Map;

/** Hears how a training goes. */
public interface TrainingListener {
  /**
   * A step is done.
   *
   * @param step updates so far
   * @param steps updates in all
   * @param loss of the last one
   */
  void step(long step, long steps, double loss);

  /** A line of metrics was written. */
  void metrics(Map<String, Object> line);
}
