package org.nexusgen.projectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nexusgen.plain.Close.assertClose;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.decode.Conditioning;
import org.nexusgen.api.decode.Projector;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.Value;
import org.nexusgen.graph.nn.Layer;
import org.nexusgen.graph.nn.Scope;
import org.nexusgen.plain.MemoryModel;

@DisplayName("the generation projector is the reference's adapter")
class AdapterGoldenTest {
  private static final double TOLERANCE = 1e-5;

  private final Map<String, Tensor> golden =
      GoldenFiles.read("decoder/adapter/adapter.safetensors");

  @Test
  @DisplayName("after each layer")
  void layers() {
    try (ModelFolder model = GoldenFiles.decoderModel()) {
      WeightStore weights = model.weights(WeightSet.GENERATION_DECODER);
      AdapterNetwork network = AdapterNetwork.of(weights);
      GraphBuilder builder = new GraphBuilder("adapter, layer by layer");
      Value x = builder.input("x", DType.F32, Dim.of("tokens"), Dim.of(network.width()));
      int count = 0;
      for (Layer layer : network.layers(new Scope(builder, "adapter."))) {
        x = layer.apply(x);
        builder.output("after_" + count++, x);
      }
      PartContext context = MemoryModel.context(model);
      try (GraphSession session =
              context.engine().open(builder.build(), weights, context.session());
          RunResult result = session.run(Map.of("x", GoldenFiles.get(golden, "input")))) {
        for (int i = 0; i < count; i++) {
          float[] wanted = GoldenFiles.get(golden, "after_" + i).floats();
          assertClose("after_" + i, result.tensor("after_" + i).floats(), wanted, TOLERANCE);
        }
      }
    }
  }

  @Test
  @DisplayName("as a whole, with one group of tokens that have no positions")
  void projector() {
    try (ModelFolder model = GoldenFiles.decoderModel();
        Projector projector = new GenerationProjectors().open(MemoryModel.context(model))) {
      Conditioning conditioning =
          projector.project(GoldenFiles.embedding(golden, "input", 9), List.of());
      float[] wanted = GoldenFiles.get(golden, "output").floats();
      assertClose("output", conditioning.tokens().floats(), wanted, TOLERANCE);
      assertThat(conditioning.groups()).containsExactly(new Conditioning.TokenGroup(9, 9, false));
    }
  }
}
