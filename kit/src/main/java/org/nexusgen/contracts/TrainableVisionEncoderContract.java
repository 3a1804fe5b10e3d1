package org.nexusgen.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.TrainableVisionEncoder;
import org.nexusgen.api.train.TrainableVisionEncoder.OutputLayer;
import org.nexusgen.api.vision.VisionEncoder;
import org.nexusgen.api.weights.PixelSize;
import org.nexusgen.api.weights.WeightStore;
import org.osgi.annotation.versioning.ConsumerType;

/** What a trainable vision encoder promises: it is the encoder that pictures are read with. */
@ConsumerType
public abstract class TrainableVisionEncoderContract extends TrainablePartContract {
  private static final double TOLERANCE = 1e-4;

  protected TrainableVisionEncoderContract() {}

  @Override
  protected abstract TrainableVisionEncoder part();

  /** The encoder of the same model that reads pictures; this class closes it. */
  protected abstract VisionEncoder encoder();

  /** Side in pixels of what makes one embedding. */
  protected abstract int tokenSide();

  @Override
  protected final List<Graph> graphs() {
    return List.of(part().graph(1, size(1, 1)), part().graph(2, size(3, 2)));
  }

  private PixelSize size(int columns, int rows) {
    return new PixelSize(columns * tokenSide(), rows * tokenSide());
  }

  private static Image noise(PixelSize size, long seed) {
    byte[] pixels = new byte[3 * size.width() * size.height()];
    new Random(seed).nextBytes(pixels);
    return new Image(size.width(), size.height(), Image.Channels.RGB, pixels);
  }

  @Test
  @DisplayName("each picture of a batch gets what it gets when it is read, at any size")
  void batch() {
    // Less than, exactly, and more than the attention windows that a tower may have.
    for (PixelSize size : List.of(size(1, 1), size(4, 4), size(7, 5))) {
      List<Image> pictures = List.of(noise(size, 1), noise(size, 2), noise(size, 3));
      TrainableVisionEncoder part = part();
      Tensor all =
          run(part.graph(3, size), part.inputs(pictures), TrainableVisionEncoder.EMBEDDINGS);
      try (VisionEncoder encoder = encoder()) {
        int row = 0;
        for (Image picture : pictures) {
          Tensor alone = encoder.encode(picture, size).embeddings().get(0).values();
          int rows = alone.shape().size(0);
          assertThat(alone.shape().size(1)).isEqualTo(part.width());
          Close.assertClose(all.rows(row, row + rows).floats(), alone.floats(), TOLERANCE);
          row += rows;
        }
        assertThat(all.shape().dim(0)).isEqualTo(row);
      }
    }
  }

  @Test
  @DisplayName("scaling its output layer scales its embeddings")
  void outputLayer() {
    PixelSize size = size(2, 2);
    TrainableVisionEncoder part = part();
    OutputLayer last = part.outputLayer();
    Graph graph = part.graph(1, size);
    Map<String, Tensor> inputs = part.inputs(List.of(noise(size, 4)));
    float[] wanted = run(graph, inputs, TrainableVisionEncoder.EMBEDDINGS).floats();
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] *= 2;
    }

    PartContext context = context();
    WeightStore stored = context.model().weights(part.weightSet());
    Map<String, Tensor> weights = new LinkedHashMap<>();
    for (Graph.Argument weight : graph.weights()) {
      Tensor tensor = stored.read(weight.name());
      boolean scaled = Set.of(last.weight(), last.bias()).contains(weight.name());
      weights.put(weight.name(), scaled ? twice(tensor) : tensor);
    }
    try (GraphSession session =
            context
                .engine()
                .open(graph, WeightStore.of(weights, "the contract"), context.session());
        RunResult result = session.run(new HashMap<>(inputs))) {
      float[] doubled = result.tensor(TrainableVisionEncoder.EMBEDDINGS).floats();
      Close.assertClose(doubled, wanted, TOLERANCE);
    }
  }

  private static Tensor twice(Tensor tensor) {
    float[] values = tensor.floats();
    for (int i = 0; i < values.length; i++) {
      values[i] *= 2;
    }
    return Tensor.of(values, tensor.shape().toArray());
  }

  @Test
  @DisplayName("pictures of several sizes, of parts of embeddings, and none are refused")
  void refusals() {
    PixelSize size = size(2, 1);
    PixelSize odd = new PixelSize(2 * tokenSide() + 1, tokenSide());
    List<List<Image>> wrong = new ArrayList<>();
    wrong.add(List.of());
    wrong.add(List.of(noise(size, 1), noise(size(1, 2), 1)));
    wrong.add(List.of(noise(odd, 1)));
    for (List<Image> pictures : wrong) {
      assertThatThrownBy(() -> part().inputs(pictures)).isInstanceOf(BadInputException.class);
    }
    assertThatThrownBy(() -> part().graph(1, odd)).isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> part().graph(0, size)).isInstanceOf(BadInputException.class);
  }
}
