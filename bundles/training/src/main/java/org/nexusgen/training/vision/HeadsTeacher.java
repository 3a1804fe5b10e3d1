package org.nexusgen.training.vision;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.LabelledPictures.LabelledPicture;
import org.nexusgen.api.train.TrainableVisionEncoder.OutputLayer;
import org.nexusgen.training.stage.StartWeights;

/**
 * Teaches with linear heads that are thrown away.
 *
 * @param heads over the embeddings
 * @param pixels of each token
 * @param pixelWeight how much the pixels count against all labels together
 */
record HeadsTeacher(Heads heads, TokenPixels pixels, double pixelWeight) implements Teacher {
  @Override
  public Graph losses(Graph encoder, int tokens) {
    return heads.losses(encoder, tokens, pixelWeight);
  }

  @Override
  public Map<String, Tensor> inputs(List<LabelledPicture> pictures) {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    inputs.put(Heads.PATCHES, patches(pictures));
    for (int head = 0; head < heads.labels().size(); head++) {
      int number = head;
      long[] labels =
          pictures.stream()
              .flatMapToInt(picture -> Arrays.stream(picture.labels().get(number)))
              .asLongStream()
              .toArray();
      inputs.put(Heads.input(heads.labels().get(head)), Tensor.of(labels, labels.length));
    }
    return inputs;
  }

  private Tensor patches(List<LabelledPicture> pictures) {
    float[] values = new float[pictures.size() * pixels.tokens() * pixels.values()];
    int at = 0;
    for (LabelledPicture picture : pictures) {
      for (int token = 0; token < pixels.tokens(); token++) {
        float[] row = pixels.of(picture.picture(), token);
        System.arraycopy(row, 0, values, at, row.length);
        at += row.length;
      }
    }
    return Tensor.of(values, (long) pictures.size() * pixels.tokens(), pixels.values());
  }

  @Override
  public Map<String, Tensor> start(Map<String, Tensor> encoder, OutputLayer layer, long seed) {
    Map<String, Tensor> start = new LinkedHashMap<>(encoder);
    start.putAll(StartWeights.fresh(heads.initialWeights(), seed));
    return start;
  }

  @Override
  public boolean owns(String weight) {
    return Heads.isHead(weight);
  }

  @Override
  public boolean wantsStandardized() {
    return true;
  }
}
