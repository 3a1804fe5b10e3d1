package org.nexusgen.training.loop;

import java.util.List;
import java.util.Optional;

/**
 * How long and how a training goes.
 *
 * @param phases one after another
 * @param accumulate passes whose gradients make one update
 * @param logEvery updates between two lines of metrics
 * @param evaluateEvery updates between two evaluations on held-out samples; 0 for none
 * @param checkpointEvery updates between two checkpoints
 * @param keep how many of the newest checkpoints are kept
 * @param best held-out metric whose smallest value marks the best checkpoint, which is kept, too
 */
public record LoopSettings(
    List<Phase> phases,
    int accumulate,
    long logEvery,
    long evaluateEvery,
    long checkpointEvery,
    int keep,
    Optional<String> best) {
  public LoopSettings {
    phases = List.copyOf(phases);
  }

  /** Updates of all phases together. */
  public long steps() {
    return phases.stream().mapToLong(Phase::steps).sum();
  }

  /** The learning rate of a step, counted from 0. */
  public double rate(long step) {
    long start = 0;
    for (Phase phase : phases) {
      if (step < start + phase.steps()) {
        return phase.rate().at(step - start, phase.steps());
      }
      start += phase.steps();
    }
    throw new IllegalArgumentException("step %d of %d".formatted(step, start));
  }
}
