package org.nexusgen.training.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.Adapter;
import org.nexusgen.api.weights.AdapterChoice;
import org.nexusgen.api.weights.AdapterFiles;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.ModelLibrary;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.golden.Golden;
import org.nexusgen.training.lora.AdaptedTraining;
import org.nexusgen.training.lora.AdaptedTraining.Result;
import org.nexusgen.training.lora.Lora;

@DisplayName("A backbone with adapters")
class BackboneLoraTest {
  private static final int STEPS = 4;
  private static final double RATE = 1e-2;
  private static final double SAME = 1e-5;

  @TempDir Path folder;
  private final GoldenBackbone golden = new GoldenBackbone();
  private final Lora lora = new Lora(4, 8, List.of("q_proj", "v_proj", "mlp.down_proj"));
  private final Graph plain = BackboneLoss.REPOSITORY.on(golden.backbone.graph());
  private final AdaptedTraining training =
      new AdaptedTraining(lora.on(plain), BackboneLoss.LOSS, BackboneLoss.inputs(golden.batch()));

  @AfterEach
  void close() {
    golden.close();
  }

  private Result learned() {
    return training.steps(STEPS, training.fresh(golden.weights()), RATE);
  }

  @Test
  @DisplayName("begins as the backbone is, and learns without moving its weights")
  void learns() {
    Map<String, Tensor> base = golden.weights();
    Result result = learned();

    assertThat(result.losses()[0])
        .isCloseTo(training.plain(plain, base), within(SAME * result.losses()[0]));
    assertThat(result.losses()[STEPS]).isLessThan(0.9 * result.losses()[0]);
    assertThat(result.weights().keySet()).containsAll(base.keySet());
    base.forEach(
        (name, tensor) ->
            assertThat(result.weights().get(name).bytes()).as(name).isEqualTo(tensor.bytes()));
    assertThat(lora.adapter(WeightSet.BACKBONE, result.weights()).factors())
        .as("three layers, three targets")
        .hasSize(9)
        .containsKey("model.layers.2.mlp.down_proj.weight");
  }

  @Test
  @DisplayName("is, merged into the weights that a model is opened with, what was trained")
  void merges() {
    Result result = learned();
    Path file = folder.resolve("adapter");
    write(file, lora.adapter(WeightSet.BACKBONE, result.weights()));

    double wanted = result.losses()[STEPS];
    assertThat(merged(new AdapterChoice(file, 1))).isCloseTo(wanted, within(SAME * wanted));
    assertThat(merged(new AdapterChoice(file, 0.25), new AdapterChoice(file, 0.75)))
        .as("stacked")
        .isCloseTo(wanted, within(SAME * wanted));
    assertThat(merged(new AdapterChoice(file, 0)))
        .isCloseTo(result.losses()[0], within(SAME * result.losses()[0]));
  }

  private static void write(Path file, Adapter adapter) {
    GoldenBackbone.service(AdapterFiles.class).write(file, adapter);
  }

  private double merged(AdapterChoice... adapters) {
    try (ModelFolder model =
        GoldenBackbone.service(ModelLibrary.class)
            .open(Golden.path("ar/checkpoint"), List.of(adapters))) {
      WeightStore store = model.weights(WeightSet.BACKBONE);
      Map<String, Tensor> weights = new HashMap<>();
      golden.weights().keySet().forEach(name -> weights.put(name, store.read(name)));
      return training.plain(plain, weights);
    }
  }

  @Test
  @DisplayName("learns on from a file as from memory")
  void goesOn() {
    Result result = learned();
    Path file = folder.resolve("adapter");
    write(file, lora.adapter(WeightSet.BACKBONE, result.weights()));
    Map<String, Tensor> again = golden.weights();
    again.putAll(lora.weights(GoldenBackbone.service(AdapterFiles.class).read(file)));

    assertThat(training.steps(1, again, RATE).losses())
        .isEqualTo(training.steps(1, result.weights(), RATE).losses());
  }
}
