package org.nexusgen.training.backbone;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.tensor.Tensor;

/**
 * A beginning from which a backbone shows what it saw: every row of a picture that is painted knows
 * the place of the embedding that it predicts, one head of the first layer looks at that place of
 * the picture before, copies what is there, and the vision projector passes it on. Edits are then
 * learned as differences. These are first values only; training moves all of them.
 *
 * @param channels of embeddings
 * @param headSize of an attention head
 * @param visionStart id of the mark that predicts a picture's first embedding
 */
record CopyingStart(EmbeddingChannels channels, int headSize, int visionStart) {
  private static final String ATTENTION = "model.layers.0.self_attn.";

  /** Rows that are painted carry a mark, so that they look at the source and not at each other. */
  private static final float MARK = 3;

  private static final float MARK_QUERY = 4;
  private static final float MARK_KEY = -5;

  private static final float PLACE = 1.3f;
  private static final float PASSED_ON = 0.65f;
  private static final float RESIDUAL = 0.4f;
  private static final float OTHER_WORDS = 0.3f;

  /** Weights with their first values changed. */
  Map<String, Tensor> of(Map<String, Tensor> fresh) {
    Map<String, Matrix> matrices = new TreeMap<>();
    fresh.forEach((name, tensor) -> matrices.put(name, new Matrix(tensor)));
    int marker = marker();
    scaleResidual(matrices);
    markRows(matrices, marker);
    lookAtPlaces(matrices, marker);
    copyContents(matrices);
    Map<String, Tensor> start = new TreeMap<>();
    matrices.forEach((name, matrix) -> start.put(name, matrix.tensor()));
    return start;
  }

  private int marker() {
    int last = channels.width() - 1;
    if (channels.places().isEmpty()
        || channels.places().contains(last)
        || channels.contents().contains(last)) {
      throw new BadInputException(
          "'fresh_prefill': 'copy' wants embeddings with channels for places and an unused last"
              + " channel: train the vision encoder with '\"teacher\": \"codes\"'");
    }
    return last;
  }

  private static void scaleResidual(Map<String, Matrix> matrices) {
    matrices.forEach(
        (name, matrix) -> {
          if (name.contains("o_proj.weight") || name.contains("down_proj.weight")) {
            matrix.scale(RESIDUAL);
          }
        });
  }

  /** The row before an embedding knows that embedding's place. */
  private void markRows(Map<String, Matrix> matrices, int marker) {
    Matrix prefill = find(matrices, FreshBackbone.PREFILL);
    int tokens = channels.mean().length / channels.width();
    for (int row = 0; row < prefill.rows(); row++) {
      prefill.fillRow(row, 0);
      if (row + 1 < tokens) {
        for (int channel : channels.places()) {
          prefill.set(row, channel, channels.mean(row + 1, channel));
        }
      }
      prefill.set(row, marker, MARK);
    }
    Matrix words = find(matrices, FreshBackbone.WORDS);
    words.scaleRow(visionStart, OTHER_WORDS);
    channels.contents().forEach(channel -> words.set(visionStart, channel, 0));
    channels.places().forEach(c -> words.set(visionStart, c, channels.mean(0, c)));
    words.set(visionStart, marker, MARK);
  }

  /** Queries and keys of the first head are places, on the pairs that turn least with distance. */
  private void lookAtPlaces(Map<String, Matrix> matrices, int marker) {
    List<Integer> slow = new ArrayList<>();
    int half = headSize / 2;
    for (int pair = half - 1; pair >= 0; pair--) {
      slow.add(pair);
      slow.add(pair + half);
    }
    int used = Math.min(channels.places().size(), headSize - 1);
    for (String projection : List.of("q_proj", "k_proj")) {
      Matrix weight = find(matrices, ATTENTION + projection + ".weight");
      Matrix bias = find(matrices, ATTENTION + projection + ".bias");
      for (int row = 0; row < headSize; row++) {
        weight.fillRow(row, 0);
        bias.fillRow(row, 0);
      }
      for (int i = 0; i < used; i++) {
        weight.set(slow.get(i), channels.places().get(i), PLACE);
      }
    }
    find(matrices, ATTENTION + "q_proj.bias").set(slow.get(used), 0, MARK_QUERY);
    find(matrices, ATTENTION + "k_proj.weight").set(slow.get(used), marker, MARK_KEY);
  }

  private void copyContents(Map<String, Matrix> matrices) {
    Matrix values = find(matrices, ATTENTION + "v_proj.weight");
    Matrix output = find(matrices, ATTENTION + "o_proj.weight");
    for (int row = 0; row < headSize; row++) {
      values.fillRow(row, 0);
      find(matrices, ATTENTION + "v_proj.bias").fillRow(row, 0);
      for (int channel = 0; channel < output.rows(); channel++) {
        output.set(channel, row, 0);
      }
    }
    int copied = Math.min(headSize, channels.contents().size());
    for (int i = 0; i < copied; i++) {
      int channel = channels.contents().get(i);
      values.set(i, channel, 1);
      output.set(channel, i, PASSED_ON);
    }
    Matrix vision = find(matrices, "vision_head.weight");
    vision.scale(RESIDUAL);
    channels.contents().forEach(channel -> vision.set(channel, channel, PASSED_ON));
    channels.places().forEach(channel -> vision.set(channel, channel, PASSED_ON));
  }

  private static Matrix find(Map<String, Matrix> matrices, String name) {
    Matrix matrix = matrices.get(name);
    if (matrix == null) {
      throw new BadInputException(
          "'fresh_prefill': 'copy' wants a backbone with a weight '%s'".formatted(name));
    }
    return matrix;
  }

  /** A tensor of one or two axes that is changed; a vector is a column. */
  private static final class Matrix {
    private final Tensor shape;
    private final float[] values;
    private final int columns;

    Matrix(Tensor tensor) {
      this.shape = tensor;
      this.values = tensor.floats();
      this.columns = tensor.shape().rank() == 2 ? tensor.shape().size(1) : 1;
    }

    int rows() {
      return values.length / columns;
    }

    void set(int row, int column, float value) {
      values[row * columns + column] = value;
    }

    void fillRow(int row, float value) {
      java.util.Arrays.fill(values, row * columns, (row + 1) * columns, value);
    }

    void scaleRow(int row, float factor) {
      for (int i = row * columns; i < (row + 1) * columns; i++) {
        values[i] *= factor;
      }
    }

    void scale(float factor) {
      for (int i = 0; i < values.length; i++) {
        values[i] *= factor;
      }
    }

    Tensor tensor() {
      return Tensor.of(values, shape.shape().toArray());
    }
  }
}
