package org.nexusgen.eval;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.DecodingRequest;
import org.nexusgen.api.JobListener;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.PartChoice;
import org.nexusgen.api.backbone.Generation;
import org.nexusgen.api.backbone.GenerationSettings.ImageMode;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.train.TrainableBackbone.ImageInputs;
import org.nexusgen.api.train.TrainingSample;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.vision.ImageRoute;

/**
 * The paper's figures 4 and 5 for one model: errors of its embeddings by token when all inputs are
 * known, as in training, and when it generates by itself.
 */
final class AccumulationExperiment {
  private static final int BATCH = 16;

  private final NexusGen model;
  private final BackboneProbe probe;
  private final Judge judge;
  private final ExamSettings settings;
  private final Progress progress;
  private final InstantSource clock;

  AccumulationExperiment(
      NexusGen model,
      BackboneProbe probe,
      Judge judge,
      ExamSettings settings,
      Progress progress,
      InstantSource clock) {
    this.model = model;
    this.probe = probe;
    this.judge = judge;
    this.settings = settings;
    this.progress = progress;
    this.clock = clock;
  }

  /** With all inputs known: the learned rows, or the picture's own embeddings. */
  Accumulation known(String role, Slice slice, ImageInputs inputs) {
    EmbeddingError error = new EmbeddingError();
    long took = 0;
    for (int i = 0; i < slice.count(); i += BATCH) {
      List<BackboneProbe.Encoded> batch = new ArrayList<>();
      for (TrainingSample sample : slice.samples(i, i + BATCH)) {
        batch.add(probe.encode(sample, target(sample)));
      }
      long start = clock.millis();
      List<float[]> predicted = probe.known(batch, inputs);
      took += clock.millis() - start;
      for (int k = 0; k < batch.size(); k++) {
        add(error, predicted.get(k), batch.get(k).target());
      }
      progress.add(role + ", known inputs", batch.size());
    }
    return new Accumulation(role, "known inputs", error, new Tally(), 1, each(took, slice.count()));
  }

  /** Generated; the pictures are painted and scored if {@code paints}. */
  Accumulation generated(String role, Slice slice, ImageMode mode, boolean paints) {
    EmbeddingError error = new EmbeddingError();
    Tally right = new Tally();
    long took = 0;
    int passes = 0;
    warmUp(slice, mode);
    for (int i = 0; i < slice.count(); i++) {
      TrainingSample sample = slice.samples(i, i + 1).get(0);
      BackboneProbe.Encoded encoded = probe.encode(sample, target(sample));
      long start = clock.millis();
      Generation generation = probe.generated(encoded, mode, progress.cancellation());
      took += clock.millis() - start;
      passes = generation.forwards();
      ImageEmbedding predicted = generation.images().get(0);
      add(error, predicted.values().floats(), encoded.target());
      if (paints) {
        right.add(score(sample, predicted, i));
      }
      progress.add(role + ", " + word(mode), 1);
    }
    return new Accumulation(role, word(mode), error, right, passes, each(took, slice.count()));
  }

  /** The first run of a network is slow: it is not timed. */
  private void warmUp(Slice slice, ImageMode mode) {
    TrainingSample sample = slice.samples(0, 1).get(0);
    probe.generated(probe.encode(sample, target(sample)), mode, progress.cancellation());
  }

  private double score(TrainingSample sample, ImageEmbedding predicted, int index) {
    Image painted =
        model
            .decode(
                new DecodingRequest(predicted.values(), List.of(), settings.decoding(index)),
                JobListener.silent(),
                progress.cancellation())
            .image();
    Map<String, Double> scores = judge.picture(sample, painted);
    return scores.getOrDefault("right", scores.getOrDefault("embedding", 0.0));
  }

  private ImageEmbedding target(TrainingSample sample) {
    return model
        .encode(List.of(SampleText.target(sample)), ImageRoute.TARGET, PartChoice.best())
        .embeddings()
        .get(0);
  }

  private static void add(EmbeddingError error, float[] predicted, ImageEmbedding target) {
    error.add(predicted, target.values().floats(), target.tokens());
  }

  private static Duration each(long millis, int count) {
    return Duration.ofNanos(millis * 1_000_000 / Math.max(1, count));
  }

  static String word(ImageMode mode) {
    return switch (mode) {
      case ONE_PASS -> "one pass";
      case LOOP -> "loop";
      case NAIVE -> "own predictions";
    };
  }
}
