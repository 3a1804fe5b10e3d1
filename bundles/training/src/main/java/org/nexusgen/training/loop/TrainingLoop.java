package org.nexusgen.training.loop;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.TrainingEngine;
import org.nexusgen.api.train.TrainingSession;
import org.nexusgen.api.train.TrainingSession.Weights;
import org.nexusgen.api.train.TrainingSettings;
import org.nexusgen.api.train.TrainingState;
import org.nexusgen.training.run.Checkpoint;
import org.nexusgen.training.run.RunFolder;

/**
 * Trains an objective: batches, gradients, updates, and every so often metrics, an evaluation, a
 * checkpoint. A run that was stopped or killed goes on from its newest checkpoint as if nothing had
 * happened.
 */
public final class TrainingLoop {
  private static final String UPDATES = "updates";
  private static final String METER = "meter";

  private final Objective objective;
  private final LoopSettings settings;
  private final RunFolder run;
  private final TrainingListener listener;
  private final LongSupplier nanos;
  private final Meter meter = new Meter();
  private Optional<RunFolder.Best> best = Optional.empty();
  private List<LearningBatch> heldOutBatches = List.of();
  private long intervalStart;
  private long begun;

  /**
   * @param nanos clock for speeds
   */
  public TrainingLoop(
      Objective objective,
      LoopSettings settings,
      RunFolder run,
      TrainingListener listener,
      LongSupplier nanos) {
    this.objective = objective;
    this.settings = settings;
    this.run = run;
    this.listener = listener;
    this.nanos = nanos;
  }

  /** What is done with the session behind the last step. */
  public interface Finish<T> {
    T apply(TrainingSession trained);
  }

  /**
   * Trains to the end.
   *
   * @param finish gets the session with the trained weights: the best checkpoint's, if one is asked
   *     for, or the last ones
   * @throws StoppedException if the thread was interrupted; a checkpoint was written before
   * @throws NexusGenException if the training cannot go on; earlier checkpoints stay
   */
  public <T> T run(TrainingEngine engine, TrainingSettings training, Finish<T> finish) {
    try (TrainingSession session = engine.open(objective.graph(), objective.start(), training)) {
      long from = restore(session);
      train(session, from);
      bestStep().ifPresent(step -> session.restore(state(run.checkpoints().read(step))));
      return finish.apply(session);
    } catch (OutOfMemoryError e) {
      throw Troubles.outOfMemory(run, e);
    }
  }

  private long restore(TrainingSession session) {
    Optional<Checkpoint> newest = run.newest();
    newest.ifPresent(
        checkpoint -> {
          session.restore(state(checkpoint));
          if (checkpoint.progress().get(METER) instanceof Map<?, ?> memory) {
            meter.restore(memory);
          }
        });
    return newest.map(Checkpoint::step).orElse(0L);
  }

  private static TrainingState state(Checkpoint checkpoint) {
    Object updates = checkpoint.progress().get(UPDATES);
    return new TrainingState(
        updates instanceof Number number ? number.longValue() : checkpoint.step(),
        checkpoint.tensors());
  }

  private Optional<Long> bestStep() {
    return settings.best().flatMap(metric -> run.best()).map(RunFolder.Best::step);
  }

  private void train(TrainingSession session, long from) {
    long steps = settings.steps();
    if (from >= steps) {
      return;
    }
    begun = nanos.getAsLong();
    intervalStart = begun;
    int parts = settings.accumulate();
    try (Lookahead batches = new Lookahead(objective, from * parts, steps * parts)) {
      for (long step = from; step < steps; step++) {
        double loss = update(session, batches, step);
        long done = step + 1;
        listener.step(done, steps, loss);
        boolean better = done % settings.logEvery() == 0 && log(session, done);
        boolean stop = Thread.currentThread().isInterrupted();
        if (better || stop || done == steps || done % settings.checkpointEvery() == 0) {
          save(session, done);
        }
        if (better) {
          markBest(done);
        }
        if (stop && done < steps) {
          throw new StoppedException(
              "stopped at step %d of %d; checkpoint in %s; go on with --resume"
                  .formatted(done, steps, run.checkpoints().folder(done)));
        }
      }
    }
  }

  private double update(TrainingSession session, Lookahead batches, long step) {
    double sum = 0;
    LearningBatch batch = batches.next();
    for (int part = 0; part < settings.accumulate(); part++) {
      batch = part == 0 ? batch : batches.next();
      Map<String, Tensor> outputs = session.accumulate(batch.inputs(), 1.0 / settings.accumulate());
      double loss = outputs.getOrDefault(Objective.LOSS, Tensor.scalar(Float.NaN)).floats()[0];
      if (!Double.isFinite(loss)) {
        throw Troubles.notFinite("the loss", step, batch, session, run);
      }
      meter.add(batch.label(), outputs);
      sum += loss;
    }
    double rate = settings.rate(step);
    double norm;
    try {
      norm = session.update(rate);
    } catch (NexusGenException e) {
      throw Troubles.notFinite("the gradient (" + e.getMessage() + ")", step, batch, session, run);
    }
    meter.add("gradient_norm", norm);
    return sum / settings.accumulate();
  }

  /** Writes a line of metrics; true if a held-out metric is the best so far. */
  private boolean log(TrainingSession session, long done) {
    long now = nanos.getAsLong();
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("step", done);
    line.put("learning_rate", settings.rate(done - 1));
    line.putAll(meter.means());
    meter.reset();
    boolean evaluates = settings.evaluateEvery() > 0 && done % settings.evaluateEvery() == 0;
    Map<String, Double> heldOut = evaluates ? evaluate(session) : Map.of();
    line.putAll(heldOut);
    double interval = (now - intervalStart) / 1e9;
    line.put("steps_per_second", settings.logEvery() / Math.max(interval, 1e-9));
    line.put("seconds", (now - begun) / 1e9);
    intervalStart = nanos.getAsLong();
    run.log(line);
    listener.metrics(line);
    best =
        settings
            .best()
            .filter(heldOut::containsKey)
            .map(metric -> new RunFolder.Best(done, metric, heldOut.getOrDefault(metric, 0.0)))
            .filter(
                one ->
                    one.value() < run.best().map(RunFolder.Best::value).orElse(Double.MAX_VALUE));
    return best.isPresent();
  }

  private void markBest(long done) {
    best.filter(one -> one.step() == done).ifPresent(run::markBest);
  }

  private Map<String, Double> evaluate(TrainingSession session) {
    Meter heldOut = new Meter();
    if (heldOutBatches.isEmpty()) {
      heldOutBatches = objective.heldOut();
    }
    for (LearningBatch batch : heldOutBatches) {
      heldOut.add(batch.label(), session.evaluate(batch.inputs(), Weights.AVERAGED));
    }
    Map<String, Double> named = new LinkedHashMap<>();
    heldOut.means().forEach((name, value) -> named.put("held_out." + name, value));
    return named;
  }

  private void save(TrainingSession session, long done) {
    TrainingState state = session.state();
    Map<String, Object> progress = new LinkedHashMap<>();
    progress.put("step", done);
    progress.put(UPDATES, state.updates());
    progress.put("next_batch", done * settings.accumulate());
    progress.put(METER, meter.memory());
    run.save(new Checkpoint(done, state.tensors(), progress), settings.keep());
  }
}
