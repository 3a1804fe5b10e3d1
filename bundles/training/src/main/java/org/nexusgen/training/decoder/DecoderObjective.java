package org.nexusgen.training.decoder;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.SampleSource.Split;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.training.flow.RectifiedFlowLoss;
import org.nexusgen.training.flow.Timestep;
import org.nexusgen.training.flow.TimestepSampling;
import org.nexusgen.training.loop.Draws;
import org.nexusgen.training.loop.LearningBatch;
import org.nexusgen.training.loop.Objective;

/** Noisy latents and embeddings for a projector with its vision decoder. */
final class DecoderObjective implements Objective {
  private final RectifiedFlowLoss loss;
  private final DecoderSettings settings;
  private final Lessons lessons;
  private final TimestepSampling timesteps;
  private final Tensor pooled;
  private final Graph graph;
  private final Map<String, Tensor> start;

  DecoderObjective(
      RectifiedFlowLoss loss,
      DecoderSettings settings,
      Lessons lessons,
      TimestepSampling timesteps,
      Tensor pooled,
      Map<String, Tensor> start) {
    this.loss = loss;
    this.settings = settings;
    this.lessons = lessons;
    this.timesteps = timesteps;
    this.pooled = pooled;
    this.graph = loss.graph();
    this.start = start;
  }

  @Override
  public Graph graph() {
    return graph;
  }

  @Override
  public Map<String, Tensor> start() {
    return start;
  }

  @Override
  public Set<String> frozen() {
    return Set.of();
  }

  @Override
  public LearningBatch batch(long number) {
    return batch(Split.TRAINING, number);
  }

  @Override
  public List<LearningBatch> heldOut() {
    List<LearningBatch> batches = new ArrayList<>();
    for (int i = 0; i < settings.heldOutBatches(); i++) {
      batches.add(batch(Split.HELD_OUT, i));
    }
    return batches;
  }

  private LearningBatch batch(Split split, long number) {
    int size = settings.batch();
    List<Lesson> taught = lessons.of(split, number * size, size);
    Draws draws = Draws.of(settings.stage().seed(), "flow " + split, number);
    Tensor clean = joined(taught.stream().map(Lesson::latents).toList());
    Tensor noise =
        Tensor.of(
            draws.normals(Math.toIntExact(clean.shape().elements()), 1), clean.shape().toArray());
    List<List<ImageEmbedding>> embeddings = new ArrayList<>();
    List<Timestep> times = new ArrayList<>();
    for (Lesson lesson : taught) {
      times.add(timesteps.next(draws));
      embeddings.add(noised(lesson.embeddings(), draws));
    }
    RectifiedFlowLoss.Batch batch = new RectifiedFlowLoss.Batch(embeddings, clean, noise, times);
    String name = "pictures %d to %d".formatted(number * size, number * size + size - 1);
    return new LearningBatch(loss.inputs(batch, settings.guidance(), pooled), "", List.of(name));
  }

  /**
   * The target with noise, as a backbone would be wrong; references are exact at inference, too.
   */
  private List<ImageEmbedding> noised(List<ImageEmbedding> embeddings, Draws draws) {
    if (settings.embeddingNoise() == 0) {
      return embeddings;
    }
    ImageEmbedding target = embeddings.get(0);
    double deviation = draws.uniform() * settings.embeddingNoise();
    float[] values = target.values().floats();
    for (int i = 0; i < values.length; i++) {
      values[i] += (float) (deviation * draws.normal());
    }
    List<ImageEmbedding> noised = new ArrayList<>(embeddings);
    noised.set(
        0,
        new ImageEmbedding(
            Tensor.of(values, target.values().shape().toArray()), target.rows(), target.columns()));
    return noised;
  }

  private static Tensor joined(List<Tensor> rows) {
    long[] shape = rows.get(0).shape().toArray();
    int each = Math.toIntExact(rows.get(0).shape().elements());
    float[] all = new float[each * rows.size()];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i).floats(), 0, all, i * each, each);
    }
    shape[0] = rows.size();
    return Tensor.of(all, shape);
  }

  @Override
  public void close() {}
}
