package org.nexusgen.eval;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.PartChoice;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.train.SampleScorer;
import org.nexusgen.api.train.TrainingSample;
import org.nexusgen.api.vision.ImageRoute;

/** Scores results: by a scorer that knows the sample, else by comparison with what was wanted. */
final class Judge {
  private static final double LEVELS = 255;

  private final List<SampleScorer> scorers;
  private final NexusGen model;

  Judge(List<SampleScorer> scorers, NexusGen model) {
    this.scorers = List.copyOf(scorers);
    this.model = model;
  }

  /** Of an answer in words; without a scorer it is right if it is equal but for white space. */
  Map<String, Double> answer(TrainingSample sample, SampleText.Asked asked, String answer) {
    return scorer(sample)
        .map(scorer -> scorer.answer(sample, asked.turn(), answer))
        .orElseGet(() -> Map.of("right", equal(asked.answer(), answer) ? 1.0 : 0.0));
  }

  /**
   * Of a picture; without a scorer {@code psnr} of pictures of equal size, and {@code embedding},
   * the cosine of the vision encoder's embeddings.
   */
  Map<String, Double> picture(TrainingSample sample, Image picture) {
    return scorer(sample)
        .map(scorer -> scorer.picture(sample, picture))
        .orElseGet(() -> compared(SampleText.target(sample), picture));
  }

  private Map<String, Double> compared(Image wanted, Image picture) {
    EmbeddingError error = new EmbeddingError();
    List<Image> both = List.of(picture, wanted);
    var embeddings = model.encode(both, ImageRoute.TARGET, PartChoice.best()).embeddings();
    error.add(
        embeddings.get(0).values().floats(),
        embeddings.get(1).values().floats(),
        embeddings.get(0).tokens());
    Optional<Double> psnr = psnr(wanted, picture);
    return psnr.isEmpty()
        ? Map.of("embedding", error.cosine())
        : Map.of("embedding", error.cosine(), "psnr", psnr.get());
  }

  private Optional<SampleScorer> scorer(TrainingSample sample) {
    return scorers.stream().filter(scorer -> scorer.knows(sample)).findFirst();
  }

  static boolean equal(String wanted, String answer) {
    return plain(wanted).equals(plain(answer));
  }

  private static String plain(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  /** Peak signal to noise ratio in dB, at most 99; empty if the sizes differ. */
  static Optional<Double> psnr(Image one, Image other) {
    byte[] a = one.dropAlpha().pixels();
    byte[] b = other.dropAlpha().pixels();
    if (one.width() != other.width() || a.length != b.length) {
      return Optional.empty();
    }
    double squares = 0;
    for (int i = 0; i < a.length; i++) {
      squares += Math.pow((a[i] & 0xff) - (b[i] & 0xff), 2);
    }
    double mse = squares / a.length;
    return Optional.of(Math.min(99, 10 * Math.log10(LEVELS * LEVELS / Math.max(mse, 1e-9))));
  }
}
