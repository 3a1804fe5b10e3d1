package org.nexusgen.training.stage;

/** A training whose settings were read. */
public interface Stage {
  /** Trains, and writes what was learned into the model's folder. */
  void train(Workplace place);
}
