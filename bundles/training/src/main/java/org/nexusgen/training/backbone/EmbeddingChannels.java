package org.nexusgen.training.backbone;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.nexusgen.api.vision.ImageEmbedding;

/**
 * What the channels of a vision encoder's embeddings tell: where a token is, or what it shows.
 *
 * @param mean of all pictures, for each token its channels
 * @param width channels
 * @param places channels that are the same for every picture and differ between tokens
 * @param contents channels that differ between pictures, those that differ most first
 */
@SuppressWarnings("ArrayRecordComponent") // means are large: sharing is the point
record EmbeddingChannels(float[] mean, int width, List<Integer> places, List<Integer> contents) {
  private static final double UNUSED = 1e-3;
  private static final double SAME = 0.1;

  /** Looks at some pictures' embeddings, all with equally many tokens. */
  static EmbeddingChannels of(List<ImageEmbedding> embeddings) {
    int width = embeddings.get(0).width();
    int tokens = embeddings.get(0).tokens();
    double[] sums = new double[tokens * width];
    double[] squares = new double[tokens * width];
    for (ImageEmbedding embedding : embeddings) {
      float[] values = embedding.values().floats();
      for (int i = 0; i < sums.length; i++) {
        sums[i] += values[i];
        squares[i] += (double) values[i] * values[i];
      }
    }
    int count = embeddings.size();
    float[] mean = new float[sums.length];
    double[] within = new double[width];
    double[] total = new double[width];
    double[] overall = new double[width];
    for (int i = 0; i < sums.length; i++) {
      mean[i] = (float) (sums[i] / count);
      overall[i % width] += sums[i] / count / tokens;
      within[i % width] += (squares[i] / count - (double) mean[i] * mean[i]) / tokens;
      total[i % width] += squares[i] / count / tokens;
    }
    List<Integer> places = new ArrayList<>();
    List<Integer> contents = new ArrayList<>();
    for (int channel = 0; channel < width; channel++) {
      double variance = total[channel] - overall[channel] * overall[channel];
      if (variance > UNUSED) {
        (within[channel] < SAME * variance ? places : contents).add(channel);
      }
    }
    contents.sort(Comparator.comparingDouble((Integer channel) -> -within[channel]));
    return new EmbeddingChannels(mean, width, places, contents);
  }

  /** The mean of one channel of one token. */
  float mean(int token, int channel) {
    return mean[token * width + channel];
  }
}
