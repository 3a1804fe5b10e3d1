package org.nexusgen.training.autoencoder;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.SampleSource.Split;
import org.nexusgen.api.train.TrainableAutoencoder;
import org.nexusgen.training.autoencoder.AutoencoderSettings.Look;
import org.nexusgen.training.loop.Draws;
import org.nexusgen.training.loop.LearningBatch;
import org.nexusgen.training.loop.Objective;
import org.nexusgen.training.pictures.Latents;

/** Pictures for an autoencoder; with latents, for its decoder alone. */
final class AutoencoderObjective implements Objective {
  private final TrainableAutoencoder autoencoder;
  private final AutoencoderSettings settings;
  private final PictureBatches batches;
  private final Optional<Latents> latents;
  private final double latentDeviation;
  private final Graph graph;
  private final Map<String, Tensor> start;

  /**
   * @param latents of the frozen encoder, if only the decoder is trained
   * @param latentDeviation of all raw latents
   */
  AutoencoderObjective(
      TrainableAutoencoder autoencoder,
      AutoencoderSettings settings,
      PictureBatches batches,
      Optional<Latents> latents,
      double latentDeviation,
      Map<String, Tensor> start) {
    this.autoencoder = autoencoder;
    this.settings = settings;
    this.batches = batches;
    this.latents = latents;
    this.latentDeviation = latentDeviation;
    this.start = start;
    this.graph =
        latents.isPresent()
            ? AutoencoderLoss.decoderAlone(autoencoder)
            : new AutoencoderLoss(settings.divergence()).whole(autoencoder);
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
    int accumulate = settings.stage().loop().accumulate();
    Look look = settings.looks().get(settings.stage().phaseOf(number / accumulate));
    return batch(Split.TRAINING, number, look);
  }

  @Override
  public List<LearningBatch> heldOut() {
    List<LearningBatch> held = new ArrayList<>();
    Look whole = new Look(settings.looks().getLast().batch(), 0);
    for (int i = 0; i < settings.heldOutBatches(); i++) {
      held.add(batch(Split.HELD_OUT, i, whole));
    }
    return held;
  }

  private LearningBatch batch(Split split, long number, Look look) {
    // Phases may have batches of different size: no index comes twice before 2^63 / largest.
    int largest = settings.looks().stream().mapToInt(Look::batch).max().orElse(1);
    long first = number * largest;
    Tensor pixels = batches.pixels(split, first, look);
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    inputs.put(AutoencoderLoss.PIXELS, pixels);
    inputs.put(AutoencoderLoss.PIXEL_WEIGHTS, settings.edges().of(pixels));
    Draws draws = Draws.of(settings.stage().seed(), "latent noise " + split, number);
    latents.ifPresentOrElse(
        encoder -> inputs.put(AutoencoderLoss.LATENTS, noised(encoder.of(pixels), draws)),
        () -> inputs.put(AutoencoderLoss.NOISE, noise(pixels.shape(), draws)));
    List<String> names = List.of("pictures %d to %d".formatted(first, first + look.batch() - 1));
    return new LearningBatch(inputs, "", names);
  }

  private Tensor noise(Shape pixels, Draws draws) {
    int factor = autoencoder.factor();
    long[] shape = {
      pixels.dim(0), autoencoder.latentChannels(), pixels.dim(2) / factor, pixels.dim(3) / factor
    };
    int count = Math.toIntExact(Shape.of(shape).elements());
    return Tensor.of(draws.normals(count, 1), shape);
  }

  /** Each picture's latents with as much noise as is drawn for it. */
  private Tensor noised(Tensor raw, Draws draws) {
    float[] values = raw.floats();
    int each = values.length / raw.shape().size(0);
    for (int from = 0; from < values.length; from += each) {
      double deviation = draws.uniform() * settings.latentNoise() * latentDeviation;
      for (int i = from; i < from + each; i++) {
        values[i] += (float) (deviation * draws.normal());
      }
    }
    return Tensor.of(values, raw.shape().toArray());
  }

  @Override
  public void close() {}
}
