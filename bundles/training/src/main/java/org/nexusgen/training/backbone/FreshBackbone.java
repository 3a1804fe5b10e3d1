package org.nexusgen.training.backbone;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.message.Role;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.InitialWeight;
import org.nexusgen.api.train.SampleSource.Split;
import org.nexusgen.api.train.TrainingSample;
import org.nexusgen.api.train.TrainingSample.Task;
import org.nexusgen.api.vision.ImageRoute;
import org.nexusgen.training.mix.Ingredient;
import org.nexusgen.training.mix.Pantry;
import org.nexusgen.training.pictures.EmbeddedPictures;

/** Beginnings for a small backbone that learn faster than those of config.json's one deviation. */
final class FreshBackbone {
  static final String PREFILL = "image_prefill_embeds.weight";
  static final String WORDS = "model.embed_tokens.weight";
  private static final double EMBEDDING = 0.5;
  private static final double SCORES = 0.3;
  private static final double PICTURES = 0.5;
  private static final int LOOKED_AT = 192;

  private FreshBackbone() {}

  /**
   * Matrices with deviation 1/√inputs, those that add to the residual stream smaller by √(2 ·
   * layers) (Radford et al. 2019, § 2.3); words of about the size of image embeddings.
   */
  static List<InitialWeight> fanIn(List<InitialWeight> weights) {
    long layers =
        weights.stream().filter(weight -> weight.name().endsWith(".o_proj.weight")).count();
    return weights.stream().map(weight -> fanIn(weight, layers)).toList();
  }

  private static InitialWeight fanIn(InitialWeight weight, long layers) {
    Shape shape = weight.shape();
    if (shape.rank() != 2) {
      return weight;
    }
    String name = weight.name();
    double std = 1 / Math.sqrt((double) shape.dim(1));
    if (name.contains("embed")) {
      std = EMBEDDING;
    } else if (name.startsWith("lm_head")) {
      std *= SCORES;
    } else if (name.startsWith("vision_head")) {
      std *= PICTURES;
    } else if (name.contains("o_proj") || name.contains("down_proj")) {
      std /= Math.sqrt(2.0 * layers);
    }
    return new InitialWeight(name, shape, InitialWeight.normal(std));
  }

  /** What embeddings of target pictures are like; empty if the mixture paints nothing. */
  static Optional<EmbeddingChannels> channels(
      Pantry pantry, List<Ingredient> mixture, EmbeddedPictures pictures) {
    Optional<Ingredient> painting =
        mixture.stream().filter(one -> one.task() != Task.UNDERSTANDING).findFirst();
    List<Image> targets = new ArrayList<>();
    for (long index = 0; painting.isPresent() && targets.size() < LOOKED_AT; index++) {
      TrainingSample sample = pantry.sample(painting.get(), Split.TRAINING, index);
      sample.messages().stream()
          .filter(message -> message.role() == Role.ASSISTANT)
          .forEach(message -> targets.addAll(message.images()));
    }
    return targets.isEmpty()
        ? Optional.empty()
        : Optional.of(EmbeddingChannels.of(pictures.of(targets, ImageRoute.TARGET)));
  }

  /** Weights whose prefill rows are the mean embeddings of what each is to predict. */
  static Map<String, Tensor> withMeanPrefill(
      Map<String, Tensor> weights, EmbeddingChannels channels, int visionStart) {
    Map<String, Tensor> changed = new LinkedHashMap<>(weights);
    float[] mean = channels.mean();
    int width = channels.width();
    // A row predicts the embedding behind its own: the first is predicted by the picture's mark.
    changed.computeIfPresent(
        PREFILL,
        (name, rows) -> {
          float[] prefill = rows.floats();
          System.arraycopy(mean, width, prefill, 0, mean.length - width);
          return Tensor.of(prefill, rows.shape().toArray());
        });
    changed.computeIfPresent(
        WORDS,
        (name, words) -> {
          float[] values = words.floats();
          System.arraycopy(mean, 0, values, visionStart * width, width);
          return Tensor.of(values, words.shape().toArray());
        });
    return changed;
  }
}
