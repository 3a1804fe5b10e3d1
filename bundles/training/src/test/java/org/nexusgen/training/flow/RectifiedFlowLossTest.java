package org.nexusgen.training.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.InitialWeight;

@DisplayName("The rectified-flow loss")
class RectifiedFlowLossTest {
  private static final double TOLERANCE = 1e-5;
  private static final ShiftedIds IDS = new ShiftedIds(ShiftedIds.REFERENCE_SHIFT);

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"GENERATION, 500", "GENERATION, 20", "GENERATION, 987", "EDITING, 733"})
  @DisplayName("is the reference's")
  void equalsTheReference(DecodingTask task, int id) throws IOException {
    try (GoldenFlow golden = new GoldenFlow(task, folder)) {
      double wanted = golden.step(id).get("loss").asDouble();
      float[] got = run(golden, golden.inputs(IDS.of(id)), RectifiedFlowLoss.LOSS);
      assertThat((double) got[0]).isCloseTo(wanted, within(TOLERANCE * wanted));
    }
  }

  @Test
  @DisplayName("of a batch is the mean of its pictures', and each picture's error is reported")
  void batch() throws IOException {
    try (GoldenFlow golden = new GoldenFlow(DecodingTask.GENERATION, folder)) {
      int[] ids = {500, 20, 987};
      Map<String, Tensor> inputs = golden.inputs(IDS.of(500), IDS.of(20), IDS.of(987));
      double sum = 0;
      float[] errors = run(golden, inputs, RectifiedFlowLoss.SQUARED_ERRORS);
      assertThat(errors).hasSize(3);
      for (int i = 0; i < ids.length; i++) {
        double loss = golden.step(ids[i]).get("loss").asDouble();
        double error = loss / golden.step(ids[i]).get("weight").asDouble();
        assertThat((double) errors[i]).isCloseTo(error, within(TOLERANCE * error));
        sum += loss;
      }
      float[] got = run(golden, inputs, RectifiedFlowLoss.LOSS);
      assertThat((double) got[0]).isCloseTo(sum / 3, within(TOLERANCE * sum / 3));
    }
  }

  @Test
  @DisplayName("knows all weights of the decoder's file, and no others")
  void weights() throws IOException {
    try (GoldenFlow golden = new GoldenFlow(DecodingTask.EDITING, folder)) {
      assertThat(golden.loss().initialWeights())
          .extracting(InitialWeight::name)
          .containsExactlyInAnyOrderElementsOf(golden.store().names());
    }
  }

  @Test
  @DisplayName("wants projector and decoder of one task")
  void oneTask() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    try (GoldenFlow generation = new GoldenFlow(DecodingTask.GENERATION, folder);
        GoldenFlow editing = new GoldenFlow(DecodingTask.EDITING, other)) {
      assertThatThrownBy(
              () -> new RectifiedFlowLoss(generation.loss().projector(), editing.loss().decoder()))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("projector of generation and a decoder of editing");
    }
  }

  private static float[] run(GoldenFlow golden, Map<String, Tensor> inputs, String output) {
    Engine engine = ServiceLoader.load(Engine.class).findFirst().orElseThrow();
    try (GraphSession session =
            engine.open(
                golden.loss().graph(), golden.store(), SessionSettings.standard().withThreads(1));
        RunResult result = session.run(inputs)) {
      return result.tensor(output).floats();
    }
  }
}
