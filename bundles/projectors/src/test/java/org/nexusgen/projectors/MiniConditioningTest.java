package org.nexusgen.projectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nexusgen.plain.Close.assertClose;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nexusgen.api.decode.Conditioning;
import org.nexusgen.api.decode.Conditioning.TokenGroup;
import org.nexusgen.api.decode.Projector;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.golden.Golden;
import org.nexusgen.plain.MemoryModel;

@DisplayName("the small learned model's conditionings")
class MiniConditioningTest {
  private static final double TOLERANCE = 1e-4;

  private final Map<String, Tensor> golden =
      GoldenFiles.read("starter/expected/expected.safetensors");

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  @DisplayName("of generated pictures have positions, as its settings say")
  void generation(int run) {
    String name = "generate_" + run;
    try (ModelFolder model = GoldenFiles.model(Golden.starter());
        Projector projector = new GenerationProjectors().open(MemoryModel.context(model))) {
      Conditioning got =
          projector.project(
              GoldenFiles.embedding(golden, name + ".image_embeddings", 6), List.of());
      assertConditioning(name, got);
      assertThat(got.groups()).containsExactly(new TokenGroup(6, 6, true));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  @DisplayName("of edited pictures hold the target, then the source")
  void editing(int run) {
    String name = "edit_" + run;
    try (ModelFolder model = GoldenFiles.model(Golden.starter());
        Projector projector = new EditingProjectors().open(MemoryModel.context(model))) {
      Conditioning got =
          projector.project(
              GoldenFiles.embedding(golden, name + ".image_embeddings", 6),
              List.of(GoldenFiles.embedding(golden, name + ".reference_embeddings", 12)));
      assertConditioning(name, got);
      assertThat(got.groups())
          .containsExactly(new TokenGroup(6, 6, true), new TokenGroup(12, 12, true));
    }
  }

  private void assertConditioning(String name, Conditioning got) {
    Tensor wanted = GoldenFiles.get(golden, name + ".conditioning");
    assertThat(got.tokens().shape()).isEqualTo(wanted.shape());
    assertClose(name, got.tokens().floats(), wanted.floats(), TOLERANCE);
  }
}
