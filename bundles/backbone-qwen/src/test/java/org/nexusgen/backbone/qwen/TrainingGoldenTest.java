package org.nexusgen.backbone.qwen;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.train.TrainableBackbone;
import org.nexusgen.api.train.TrainableBackbone.Batch;
import org.nexusgen.api.train.TrainableBackbone.ImageInputs;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.golden.GoldenTraining;

@DisplayName("A training batch agrees with the reference in")
class TrainingGoldenTest {
  private static final float EMBEDDING_TOLERANCE = 1e-4f;

  private static final GoldenTraining GOLDEN =
      new GoldenTraining(GoldenModel.tensors(GoldenTraining.FILE));
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
    FloatBuffer wanted = FloatBuffer.wrap(GOLDEN.tensor("inputs_embeds").floats());
    int[] attended = GOLDEN.tensor("attention_mask").ints();
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
    long[] wanted = GOLDEN.tensor("position_ids").longs();
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
        GOLDEN.tensor("image_embedding_predictions").floats(),
        EMBEDDING_TOLERANCE,
        "predictions");
    assertThat(batch.targets().floats())
        .isEqualTo(GOLDEN.tensor("image_embedding_targets").floats());
    assertThat(batch.rowWeights().floats()).hasSize(162).containsOnly(1f);
  }

  @Test
  @DisplayName("how many labels there are")
  void labels() {
    int wanted = GoldenModel.json("ar/train/train.json").get("losses").get("n_ce_tokens").asInt();
    assertThat(batch.labels().longs()).hasSize(wanted);
    assertThat(batch.labelWeights().floats()).hasSize(wanted).containsOnly(1f);
  }
}
