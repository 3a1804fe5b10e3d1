package org.nexusgen.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.config.ProcessSettings;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.WeightStore;

@DisplayName("Of the parts of a model")
class PartLineTest {
  @Test
  @DisplayName("each decoder has a projector of its own where the editing one has a merger")
  void merger() {
    ModelFolder model = model("embedding_merger.projector.0.weight", "pipe.dit.x_embedder.bias");
    assertThat(names(model))
        .contains(
            "projector generation", "decoder generation", "projector editing", "decoder editing");
    assertThat(PartLine.projectorOf(DecodingTask.EDITING, model)).isEqualTo(DecodingTask.EDITING);
  }

  @Test
  @DisplayName("V1's one projector feeds both decoders: the editing one would not open")
  void v1() {
    ModelFolder model = model("adapter.0.weight", "pipe.dit.x_embedder.bias");
    assertThat(names(model))
        .contains("projector generation", "decoder generation", "decoder editing")
        .doesNotContain("projector editing");
    assertThat(PartLine.projectorOf(DecodingTask.EDITING, model))
        .isEqualTo(DecodingTask.GENERATION);
  }

  private static List<String> names(ModelFolder model) {
    Usual usual = Usual.of(ProcessSettings.of(PipelineSettings.class, "nobody-configures-this"));
    Figure figure = new Figure(usual);
    for (DecodingTask task : DecodingTask.values()) {
      figure.projectors.put(new Toys.Projectors(Toys.NAME, task, Toys.Projection::new), Map.of());
      figure.decoders.put(new Toys.Decoders(Toys.NAME, task, Toys.Decoder::new), Map.of());
    }
    return new PartLine(figure, usual).of(model).stream().map(PartLine.Seat::name).toList();
  }

  private static ModelFolder model(String... names) {
    WeightStore decoder = FakePipeline.stub(WeightStore.class, Map.of("names", Set.of(names)));
    return FakePipeline.stub(ModelFolder.class, Map.of("has", true, "weights", decoder));
  }
}
