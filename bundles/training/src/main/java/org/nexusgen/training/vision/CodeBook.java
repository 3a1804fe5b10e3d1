package org.nexusgen.training.vision;

import java.util.ArrayList;
import java.util.List;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.LabelledPictures;
import org.nexusgen.api.train.LabelledPictures.Head;
import org.nexusgen.api.train.LabelledPictures.LabelledPicture;
import org.nexusgen.api.train.SampleSource.Split;

/**
 * What a token's embedding should be, channel by channel: for every class of every label one
 * channel, 1 or 0, with mean 0 and deviation 1 over all tokens, so that what is rare is large; then
 * the leading components of its own pixels, the strong ones damped. Embeddings of this kind keep
 * attributes apart, and their squared error is an error of attributes.
 */
final class CodeBook {
  private static final int SAMPLED_PICTURES = 256;
  private static final double PIXEL_DEVIATION = 0.5;
  private static final double SMALLEST_DEVIATION = 1e-3;

  private final List<Head> heads;
  private final TokenPixels pixels;
  private final double[] mean;
  private final double[] deviation;
  private final Principal principal;
  private final double[] pixelScale;

  private CodeBook(
      List<Head> heads,
      TokenPixels pixels,
      double[] mean,
      double[] deviation,
      Principal principal) {
    this.heads = heads;
    this.pixels = pixels;
    this.mean = mean;
    this.deviation = deviation;
    this.principal = principal;
    this.pixelScale = scale(principal.variances());
  }

  /** Looks at pictures of training to learn how often each class is, and what pixels are like. */
  static CodeBook of(LabelledPictures world, TokenPixels pixels, int components, long seed) {
    List<Head> heads = world.heads();
    int classes = heads.stream().mapToInt(Head::classes).sum();
    double[] counts = new double[classes];
    List<float[]> rows = new ArrayList<>();
    long tokens = 0;
    for (int index = 0; index < SAMPLED_PICTURES; index++) {
      LabelledPicture picture = world.picture(Split.TRAINING, seed, index);
      for (int token = 0; token < pixels.tokens(); token++) {
        int channel = 0;
        for (int head = 0; head < heads.size(); head++) {
          counts[channel + picture.labels().get(head)[token]]++;
          channel += heads.get(head).classes();
        }
        rows.add(pixels.of(picture.picture(), token));
        tokens++;
      }
    }
    double[] mean = new double[classes];
    double[] deviation = new double[classes];
    for (int i = 0; i < classes; i++) {
      mean[i] = counts[i] / tokens;
      deviation[i] = Math.max(SMALLEST_DEVIATION, Math.sqrt(mean[i] * (1 - mean[i])));
    }
    Principal principal = Principal.of(rows.toArray(float[][]::new), components);
    return new CodeBook(heads, pixels, mean, deviation, principal);
  }

  /** Components get the root of their deviation, and together a mean variance. */
  private static double[] scale(double[] variances) {
    double sum = 0;
    for (double variance : variances) {
      sum += Math.sqrt(variance);
    }
    double damping = PIXEL_DEVIATION / Math.sqrt(Math.max(1e-12, sum / variances.length));
    double[] scale = new double[variances.length];
    for (int i = 0; i < scale.length; i++) {
      scale[i] = damping / Math.max(1e-6, Math.pow(variances[i], 0.25));
    }
    return scale;
  }

  List<Head> heads() {
    return heads;
  }

  /** Channels that are filled. */
  int width() {
    return mean.length + pixelScale.length;
  }

  double mean(int channel) {
    return mean[channel];
  }

  double deviation(int channel) {
    return deviation[channel];
  }

  /** F32 [tokens of all pictures, channels]. */
  Tensor codes(List<LabelledPicture> pictures) {
    float[] codes = new float[pictures.size() * pixels.tokens() * width()];
    int at = 0;
    for (LabelledPicture picture : pictures) {
      for (int token = 0; token < pixels.tokens(); token++) {
        for (int head = 0; head < heads.size(); head++) {
          int label = picture.labels().get(head)[token];
          for (int k = 0; k < heads.get(head).classes(); k++) {
            int channel = at % width();
            codes[at++] = (float) (((k == label ? 1 : 0) - mean[channel]) / deviation[channel]);
          }
        }
        float[] row = pixels.of(picture.picture(), token);
        for (int i = 0; i < pixelScale.length; i++) {
          codes[at++] = (float) (principal.coordinate(row, i) * pixelScale[i]);
        }
      }
    }
    return Tensor.of(codes, (long) pictures.size() * pixels.tokens(), width());
  }
}
