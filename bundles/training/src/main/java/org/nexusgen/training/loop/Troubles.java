package org.nexusgen.training.loop;

import java.util.OptionalLong;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.train.TrainingSession;
import org.nexusgen.training.run.RunFolder;

/** What a training says when it cannot go on. */
final class Troubles {
  private static final int SHOWN_SAMPLES = 8;

  private Troubles() {}

  static NexusGenException notFinite(
      String what, long step, LearningBatch batch, TrainingSession session, RunFolder run) {
    String where =
        session
            .firstNonFinite(batch.inputs())
            .map(layer -> "first at " + layer)
            .orElse("no operator's output is to blame, so a gradient is");
    return new NexusGenException(
        ("%s is not a number at step %d (%s); samples: %s; %s; lower the learning rate or clip"
                + " harder")
            .formatted(what, step + 1, where, samples(batch), lastCheckpoint(run)));
  }

  static NexusGenException outOfMemory(RunFolder run, OutOfMemoryError e) {
    return new NexusGenException(
        "out of memory (%s); %s; take smaller batches and accumulate more of them, or give Java"
                .formatted(e.getMessage(), lastCheckpoint(run))
            + " more with NEXUSGEN_JAVA_OPTS=-Xmx…",
        e);
  }

  private static String samples(LearningBatch batch) {
    int count = batch.samples().size();
    String shown = String.join(", ", batch.samples().stream().limit(SHOWN_SAMPLES).toList());
    return count > SHOWN_SAMPLES ? shown + " and " + (count - SHOWN_SAMPLES) + " more" : shown;
  }

  private static String lastCheckpoint(RunFolder run) {
    OptionalLong newest = run.checkpoints().newest();
    return newest.isPresent()
        ? "the last good checkpoint is " + run.checkpoints().folder(newest.getAsLong())
        : "there was no checkpoint yet";
  }
}
