package org.nexusgen.training.vision;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.TrainableVisionEncoder.OutputLayer;
import org.nexusgen.training.loop.Outputs;

/**
 * Mean and deviation of every channel of embeddings, folded into the layer that they come out of:
 * the backbone's image loss is a squared error over channels, and wants equal ones.
 */
final class ChannelStatistics {
  private static final double SMALLEST_DEVIATION = 1e-6;

  private final double[] sums;
  private final double[] squares;
  private long rows;

  ChannelStatistics(int channels) {
    this.sums = new double[channels];
    this.squares = new double[channels];
  }

  /** Takes rows of embeddings, [rows, channels]. */
  void add(Tensor embeddings) {
    float[] values = embeddings.floats();
    for (int i = 0; i < values.length; i++) {
      int channel = i % sums.length;
      sums[channel] += values[i];
      squares[channel] += (double) values[i] * values[i];
    }
    rows += values.length / sums.length;
  }

  /** The weights with the output layer scaled: w / σ, (b - μ) / σ. */
  Map<String, Tensor> folded(Map<String, Tensor> weights, OutputLayer layer) {
    Tensor weight = Outputs.require(weights, layer.weight(), "the vision encoder");
    Tensor bias = Outputs.require(weights, layer.bias(), "the vision encoder");
    float[] w = weight.floats();
    float[] b = bias.floats();
    int columns = w.length / b.length;
    for (int channel = 0; channel < b.length; channel++) {
      double mean = sums[channel] / rows;
      double variance = Math.max(0, squares[channel] / rows - mean * mean);
      double deviation = Math.max(Math.sqrt(variance), SMALLEST_DEVIATION);
      for (int i = 0; i < columns; i++) {
        w[channel * columns + i] /= (float) deviation;
      }
      b[channel] = (float) ((b[channel] - mean) / deviation);
    }
    Map<String, Tensor> folded = new LinkedHashMap<>(weights);
    folded.put(layer.weight(), Tensor.of(w, weight.shape().toArray()));
    folded.put(layer.bias(), Tensor.of(b, bias.shape().toArray()));
    return folded;
  }
}
