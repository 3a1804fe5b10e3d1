package org.nexusgen.backbone.qwen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.TrainableBackbone;
import org.nexusgen.api.train.TrainableBackbone.Batch;
import org.nexusgen.api.train.TrainableBackbone.ImageInputs;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.WeightSet;

@DisplayName("A training batch agrees with the reference in")
class TrainingGoldenTest {
  private static final float EMBEDDING_TOLERANCE = 1e-4f;
  private static final double LOSS_TOLERANCE = 1e-4;

  private static final GoldenTraining GOLDEN = new GoldenTraining();
  private static ModelFolder folder;
  private static TrainableBackbone backbone;
  private static Batch batch;
  private static GraphSession session;
  private static RunResult result;

  @BeforeAll
  static void run() {
    folder = GoldenModel.checkpoint();
    backbone = new QwenTrainableBackbones().open(folder);
    batch = backbone.batch(GOLDEN.sequences(), ImageInputs.PREFILL);
    session =
        GoldenModel.engine()
            .open(
                backbone.graph(),
                folder.weights(WeightSet.BACKBONE),
                SessionSettings.standard().withThreads(1));
    result = session.run(Map.copyOf(batch.inputs()));
  }

  @AfterAll
  static void close() {
    result.close();
    session.close();
    folder.close();
  }

  @Test
  @DisplayName("what stands at every place but padding")
  void inputs() {
    int width = backbone.info().hiddenSize();
    FloatBuffer wanted = FloatBuffer.wrap(GOLDEN.tensors.get("inputs_embeds").floats());
    int[] attended = GOLDEN.tensors.get("attention_mask").ints();
    QwenModel model = QwenModel.open(folder);
    long[] tokens = batch.inputs().get(QwenTrainingNetwork.TOKENS).longs();
    long[] prefill = batch.inputs().get(QwenTrainingNetwork.PREFILL).longs();
    List<FloatBuffer> given = FloatRows.of(batch.inputs().get(QwenTrainingNetwork.PICTURES));
    long[] places = batch.inputs().get(QwenTrainingNetwork.PLACES).longs();
    assertThat(places).hasSameSizeAs(attended);
    for (int i = 0; i < places.length; i++) {
      int at = (int) places[i];
      FloatBuffer row;
      if (at < tokens.length) {
        row = model.inputs().tokens().row((int) tokens[at]);
      } else if (at < tokens.length + prefill.length) {
        row = model.inputs().prefill().row((int) prefill[at - tokens.length]);
      } else {
        row = given.get(at - tokens.length - prefill.length);
      }
      if (attended[i] == 1) {
        assertThat(row).as("place %d", i).isEqualTo(wanted.slice(i * width, width));
      }
    }
  }

  @Test
  @DisplayName("positions, padding included")
  void positions() {
    long[] wanted = GOLDEN.tensors.get("position_ids").longs();
    int count = wanted.length / QwenBackboneConfig.ROPE_AXES;
    PlacedAngles angles = new PlacedAngles(1, count, QwenModel.open(folder).config());
    for (int i = 0; i < count; i++) {
      angles.add(
          new Position((int) wanted[i], (int) wanted[count + i], (int) wanted[2 * count + i]));
    }
    assertThat(batch.inputs().get(QwenStack.COSINES).floats())
        .isEqualTo(angles.inputs().get(QwenStack.COSINES).floats());
    assertThat(batch.inputs().get(QwenStack.SINES).floats())
        .isEqualTo(angles.inputs().get(QwenStack.SINES).floats());
  }

  @Test
  @DisplayName("the predicted image embeddings and their targets")
  void embeddings() {
    Closeness.assertClose(
        result.tensor(TrainableBackbone.IMAGE_EMBEDDINGS).floats(),
        GOLDEN.tensors.get("image_embedding_predictions").floats(),
        EMBEDDING_TOLERANCE,
        "predictions");
    assertThat(batch.targets().floats())
        .isEqualTo(GOLDEN.tensors.get("image_embedding_targets").floats());
    assertThat(batch.rowWeights().floats()).hasSize(162).containsOnly(1f);
  }

  @Test
  @DisplayName("the cross entropy of its labels")
  void crossEntropy() {
    JsonNode losses = GoldenModel.json("ar/train/train.json").get("losses");
    int[] labels = batch.labels().ints();
    assertThat(labels).hasSize(losses.get("n_ce_tokens").asInt());
    assertThat(batch.labelWeights().floats()).hasSameSizeAs(labels).containsOnly(1f);
    Tensor scores = result.tensor(TrainableBackbone.SCORES);
    double sum = 0;
    for (int i = 0; i < labels.length; i++) {
      float[] row = scores.rows(i, i + 1).floats();
      double largest = Arrays.stream(widened(row)).max().orElseThrow();
      double exponentials =
          Arrays.stream(widened(row)).map(score -> Math.exp(score - largest)).sum();
      sum += Math.log(exponentials) + largest - row[labels[i]];
    }
    double wanted = losses.get("token_ce").asDouble();
    assertThat(sum / labels.length).isCloseTo(wanted, within(LOSS_TOLERANCE * wanted));
  }

  private static double[] widened(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }
}
