package org.nexusgen.backbone.qwen;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.Operand;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.text.Prompt;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.WeightSet;

@DisplayName("The network agrees with the reference in")
class NetworkGoldenTest {
  private static final float LAYER_TOLERANCE = 2e-4f;
  private static final float EMBEDDING_TOLERANCE = 1e-4f;
  private static final float SCORE_TOLERANCE = 3e-4f;

  private static Map<String, Tensor> golden;
  private static ModelFolder folder;
  private static QwenModel model;
  private static GraphSession session;
  private static RunResult result;
  private static int length;

  /** The understanding prompt, everything asked about, with every probe as an output. */
  @BeforeAll
  static void run() {
    golden = GoldenModel.tensors("ar/lm/lm.safetensors");
    folder = GoldenModel.checkpoint();
    model = QwenModel.open(folder);
    Graph graph =
        QwenNetwork.build(
            model.config(),
            model.info().vocabulary(),
            (name, value) -> {
              value.builder().output(name, value);
              return value;
            });
    session =
        GoldenModel.engine()
            .open(
                graph,
                folder.weights(WeightSet.BACKBONE),
                SessionSettings.standard().withThreads(1));
    List<Row> rows = promptRows();
    length = rows.size();
    Reading reading = new Reading(rows, true, 0, length);
    Slots slots = new Slots(1);
    slots.append(length, new int[] {0});
    Map<String, Operand> inputs =
        new HashMap<>(
            new Stretch(List.of(reading), length, 0, length)
                .inputs(model.config(), new RotaryTable(model.config())));
    inputs.put(QwenStack.SCORED_ROWS, Tensor.of(LongStream.range(0, length).toArray(), length));
    inputs.put(QwenNetwork.MASK, slots.mask(length));
    inputs.putAll(new KeyValueCache(model.config(), 1).inputs());
    result = session.run(inputs);
  }

  private static List<Row> promptRows() {
    int[] grid = golden.get("image_grid_thw").ints();
    Prompt prompt =
        new Prompt(
            golden.get("input_ids").ints(),
            List.of(new ImageEmbedding(golden.get("image_embeds"), grid[1] / 2, grid[2] / 2)));
    List<Position> positions = RopeIndex.of(prompt, model.config().imageTokenId());
    assertThat(RopeIndex.tensor(positions).longs()).isEqualTo(golden.get("position_ids").longs());
    return model.inputs().rows(prompt, positions, model.config());
  }

  @AfterAll
  static void close() {
    result.close();
    session.close();
    folder.close();
  }

  @Test
  @DisplayName("its input: token rows with the picture's rows in their places")
  void inputs() {
    List<Float> values = new ArrayList<>();
    for (Row row : promptRows()) {
      FloatBuffer embedding = row.embedding().duplicate();
      while (embedding.hasRemaining()) {
        values.add(embedding.get());
      }
    }
    assertThat(values).hasSize(golden.get("inputs_embeds").floats().length);
    float[] wanted = golden.get("inputs_embeds").floats();
    for (int i = 0; i < wanted.length; i++) {
      assertThat(values.get(i)).isEqualTo(wanted[i]);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"q_rope", "k_rope", "attn_out"})
  @DisplayName("layer 0: queries, keys and attention")
  void firstLayer(String name) {
    assertClose(
        result.tensor("model.layers.0." + name).floats(), "layer.0." + name, LAYER_TOLERANCE);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  @DisplayName("the residual stream after each layer")
  void layers(int layer) {
    assertClose(
        result.tensor("model.layers." + layer + ".out").floats(),
        "layer." + layer,
        LAYER_TOLERANCE);
  }

  @Test
  @DisplayName("the last layer and the final norm, where scored rows come before image rows")
  void lastLayerAndNorm() {
    String last = "model.layers." + (model.config().numHiddenLayers() - 1) + ".out";
    for (String half : List.of("scored", "image")) {
      assertClose(half(last, half), "layer.2", LAYER_TOLERANCE);
      assertClose(half("final_norm", half), "final_norm", LAYER_TOLERANCE);
    }
  }

  private static float[] half(String probe, String which) {
    float[] both = result.tensor(probe).floats();
    int middle = both.length / 2;
    return which.equals("scored")
        ? Arrays.copyOf(both, middle)
        : Arrays.copyOfRange(both, middle, both.length);
  }

  @Test
  @DisplayName("the vision projector, for all positions")
  void visionProjector() {
    assertClose(
        result.tensor(QwenStack.IMAGE_EMBEDDINGS).floats(), "vision_head", EMBEDDING_TOLERANCE);
  }

  @Test
  @DisplayName("the text projector: last scores, best token and log-sum-exp of all positions")
  void textProjector() {
    Tensor scores = result.tensor(QwenStack.SCORES);
    assertClose(scores.rows(length - 1, length).floats(), "logits_last", SCORE_TOLERANCE);
    long[] best = golden.get("logits_argmax").longs();
    float[] logSumExp = golden.get("logits_row_logsumexp").floats();
    for (int at = 0; at < length; at++) {
      float[] row = scores.rows(at, at + 1).floats();
      assertThat(argMax(row)).as("position %d", at).isEqualTo((int) best[at]);
      double sum = 0;
      for (float score : row) {
        sum += Math.exp(score);
      }
      assertThat((float) Math.log(sum))
          .isCloseTo(logSumExp[at], org.assertj.core.api.Assertions.within(SCORE_TOLERANCE));
    }
  }

  private static int argMax(float[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }

  private static void assertClose(float[] values, String goldenName, float tolerance) {
    Closeness.assertClose(values, golden.get(goldenName).floats(), tolerance, goldenName);
  }
}
