package org.nexusgen.decoder.preview;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.decode.Conditioning;
import org.nexusgen.api.decode.Conditioning.TokenGroup;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.TensorFiles;

/**
 * The linear map of one task: a token c becomes the square patch {@code weight^T c + bias} of the
 * thumbnail. Fitted by {@link PreviewCommand} and kept in the model's folder.
 *
 * @param weight [tokenWidth, 3 * side * side], row-major; a patch is in rows, colours interleaved
 * @param bias [3 * side * side]
 * @param side of a token's patch in pixels
 */
@SuppressWarnings("ArrayRecordComponent") // numeric tables, handed over
record PreviewMap(float[] weight, float[] bias, int side) {
  static final String NAME = "preview";

  /** Below every decoder that says nothing of its rank. */
  static final int RANKING = -100;

  static final String FILE = "preview.safetensors";
  static final int COLOURS = 3;

  PreviewMap {
    if (side < 1 || bias.length != COLOURS * side * side || weight.length % bias.length != 0) {
      throw new BadInputException(
          "preview map: got %d weights and %d biases for patches of side %d, wants [width,%d], [%d]"
              .formatted(
                  weight.length, bias.length, side, COLOURS * side * side, COLOURS * side * side));
    }
  }

  int tokenWidth() {
    return weight.length / bias.length;
  }

  static PreviewMap of(ModelFolder model, DecodingTask task, TensorFiles files) {
    Optional<Path> file = model.file(FILE);
    if (file.isEmpty()) {
      throw missing(model, "there is no " + FILE);
    }
    Map<String, Tensor> tensors = files.read(file.get());
    Tensor weight = tensors.get(task.word() + ".weight");
    Tensor bias = tensors.get(task.word() + ".bias");
    if (weight == null || bias == null) {
      throw missing(model, "%s holds nothing for %s".formatted(FILE, task.word()));
    }
    int side = (int) Math.round(Math.sqrt(bias.shape().elements() / (double) COLOURS));
    return new PreviewMap(weight.floats(), bias.floats(), side);
  }

  private static BadInputException missing(ModelFolder model, String what) {
    return new BadInputException(
        "decoder 'preview': %s in %s; make it with 'nexusgen preview --model %s'"
            .formatted(what, model.root(), model.root()));
  }

  void store(DecodingTask task, LinkedHashMap<String, Tensor> tensors) {
    tensors.put(task.word() + ".weight", Tensor.of(weight, tokenWidth(), bias.length));
    tensors.put(task.word() + ".bias", Tensor.of(bias, bias.length));
  }

  /**
   * The first group of tokens as colours, 0 to 1 and somewhat beyond.
   *
   * @return [3, rows * side, columns * side], row-major
   */
  float[] paint(Conditioning conditioning) {
    int width = conditioning.tokens().shape().size(2);
    if (width != tokenWidth() || conditioning.groups().isEmpty()) {
      throw new BadInputException(
          "conditioning of the preview: got shape %s, wants tokens of width %d; the model's %s was"
                  .formatted(conditioning.tokens().shape(), tokenWidth(), FILE)
              + " fitted to another projector");
    }
    TokenGroup target = conditioning.groups().get(0);
    float[] tokens = conditioning.tokens().floats();
    int wide = target.columns() * side;
    int plane = target.rows() * side * wide;
    float[] planes = new float[COLOURS * plane];
    float[] patch = new float[bias.length];
    for (int token = 0; token < target.rows() * target.columns(); token++) {
      map(tokens, token * width, patch);
      int corner = token / target.columns() * side * wide + token % target.columns() * side;
      for (int i = 0; i < patch.length; i++) {
        int pixel = i / COLOURS;
        int colour = i % COLOURS;
        planes[colour * plane + corner + pixel / side * wide + pixel % side] = patch[i];
      }
    }
    return planes;
  }

  private void map(float[] tokens, int offset, float[] patch) {
    System.arraycopy(bias, 0, patch, 0, patch.length);
    for (int k = 0; k < tokenWidth(); k++) {
      float value = tokens[offset + k];
      if (!Float.isFinite(value)) {
        throw new NexusGenException(
            "conditioning of the preview holds %s; check the weights, or try another precision"
                .formatted(value));
      }
      for (int i = 0; i < patch.length; i++) {
        patch[i] += value * weight[k * patch.length + i];
      }
    }
  }
}
