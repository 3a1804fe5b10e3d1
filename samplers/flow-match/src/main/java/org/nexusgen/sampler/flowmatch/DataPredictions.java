package org.nexusgen.sampler.flowmatch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * What multistep solvers remember: the last few predictions of the data, newest first, each with
 * the noise level at which it was made. With x = (1 - sigma) * data + sigma * noise, the data
 * prediction of velocity v is x - sigma * v.
 */
final class DataPredictions {
  private final int capacity;
  private final Deque<Prediction> newestFirst = new ArrayDeque<>();

  /**
   * One of them.
   *
   * @param data flat latents
   * @param sigma noise level of what it was made from
   */
  @SuppressWarnings("ArrayRecordComponent") // latents, handed over
  record Prediction(float[] data, float sigma) {
    /** Half the logarithm of the signal-to-noise ratio: the solvers' time. */
    float lambda() {
      return DataPredictions.lambda(sigma);
    }
  }

  DataPredictions(int capacity) {
    this.capacity = capacity;
  }

  /** log(alpha / sigma) in float32; infinite at sigma 0. */
  static float lambda(float sigma) {
    return (float) Math.log(1f - sigma) - (float) Math.log(sigma);
  }

  static float[] predict(float[] x, float[] velocity, float sigma) {
    float[] data = new float[x.length];
    for (int i = 0; i < data.length; i++) {
      data[i] = x[i] - sigma * velocity[i];
    }
    return data;
  }

  void add(float[] data, float sigma) {
    newestFirst.addFirst(new Prediction(data, sigma));
    if (newestFirst.size() > capacity) {
      newestFirst.removeLast();
    }
  }

  int size() {
    return newestFirst.size();
  }

  /** The prediction {@code age} steps ago; 0 is the newest. */
  Prediction get(int age) {
    Iterator<Prediction> predictions = newestFirst.iterator();
    for (int i = 0; i < age; i++) {
      predictions.next();
    }
    return predictions.next();
  }
}
