package org.nexusgen.training.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.AdapterChoice;
import org.nexusgen.api.weights.AdapterFiles;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.ModelLibrary;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.golden.Golden;
import org.nexusgen.training.lora.AdaptedTraining;
import org.nexusgen.training.lora.Lora;

@DisplayName("A decoder with adapters")
class DecoderLoraTest {
  private static final int STEPS = 3;
  private static final double SAME = 1e-4;
  private static final int TIMESTEP = 733;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(DecodingTask.class)
  @DisplayName("learns, and is merged what was trained")
  void learnsAndMerges(DecodingTask task) throws IOException {
    try (GoldenFlow golden = new GoldenFlow(task, folder)) {
      Graph plain = golden.loss().graph();
      Lora lora =
          new Lora(2, 4, List.of("a_to_qkv", "b_to_qkv", "to_qkv_mlp", "proj_out", "ff_a.0"));
      ShiftedIds ids = new ShiftedIds(ShiftedIds.REFERENCE_SHIFT);
      AdaptedTraining training =
          new AdaptedTraining(
              lora.on(plain), RectifiedFlowLoss.LOSS, golden.inputs(ids.of(TIMESTEP)));
      Map<String, Tensor> base = golden.weights();

      AdaptedTraining.Result result = training.steps(STEPS, training.fresh(base), 1e-2);

      double[] losses = result.losses();
      assertThat(losses[0]).isCloseTo(training.plain(plain, base), within(SAME * losses[0]));
      assertThat(losses[STEPS]).isLessThan(losses[0]);
      WeightSet set = golden.loss().decoder().weightSet();
      Path file = folder.resolve("adapter");
      service(AdapterFiles.class).write(file, lora.adapter(set, result.weights()));
      assertThat(training.plain(plain, merged(set, base, file)))
          .isCloseTo(losses[STEPS], within(SAME * losses[STEPS]));
    }
  }

  private static Map<String, Tensor> merged(WeightSet set, Map<String, Tensor> base, Path adapter) {
    try (ModelFolder model =
        service(ModelLibrary.class)
            .open(Golden.path("decoder/checkpoint"), List.of(new AdapterChoice(adapter, 1)))) {
      WeightStore store = model.weights(set);
      Map<String, Tensor> weights = new HashMap<>();
      base.keySet().forEach(name -> weights.put(name, store.read(name)));
      return weights;
    }
  }

  private static <T> T service(Class<T> type) {
    return ServiceLoader.load(type).findFirst().orElseThrow();
  }
}
