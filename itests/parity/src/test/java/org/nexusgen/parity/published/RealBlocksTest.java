package org.nexusgen.parity.published;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.engine.SessionSettings.WeightMemory;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.engine.tensorrt.plan.RowConvolutions;
import org.nexusgen.engine.tensorrt.support.ReadableGraph;
import org.nexusgen.graph.StaticShapes;

@DisplayName("At the published model's widths, what TensorRT 8.6 reads and builds gives the same")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealBlocksTest {
  // Float32 sums of up to 18944 terms in another order.
  private static final double TOLERANCE = 1e-5;

  private static final long LARGEST_TENSOR = 18944L * 3584;

  private GraphCollector collector = new GraphCollector();

  @BeforeAll
  void collect(@TempDir Path folder) {
    collector = Parts.collect(PaperModel.thin(Numbers.random(folder.resolve("n"), LARGEST_TENSOR)));
  }

  @AfterAll
  void forget() {
    collector = new GraphCollector();
  }

  /** One layer of each kind. Pictures are small, so that all of it takes a minute. */
  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "vision encoder           | tokens=81 bins=6 slots=64",
        "qwen-backbone            | batch=1 rows=24 past=0 scored=1 images=0",
        "qwen-backbone            | batch=1 rows=81 past=40 scored=1 images=81",
        "qwen-backbone            | batch=1 rows=1 past=121 scored=1 images=0",
        "generation projector     | batch=1 contextTokens=81",
        "editing projector        | batch=1 contextTokens=90",
        "flux-conditioner         | contextTokens=81",
        "flux-transformer         | imageTokens=64 contextTokens=81",
        "flux-autoencoder-decoder | rows=4 columns=4",
        "flux-autoencoder-encoder | rows=4 columns=4",
        "CLIP text encoder        | ",
        "T5 text encoder          | length=48"
      })
  void one_layer(String name, String sizes) {
    GraphCollector.Collected part = collector.named(name);
    Map<String, Long> numbers = Inputs.sizes(sizes);
    Graph fixed = StaticShapes.of(part.graph(), numbers);
    Graph readable = ReadableGraph.forEight(part.graph(), numbers);
    Map<String, Tensor> inputs = Inputs.random(fixed);
    Map<String, Tensor> wanted = run(part.graph(), part.weights(), inputs);
    compare(wanted, run(readable, part.weights(), Inputs.narrow(inputs)));
    Graph rows = RowConvolutions.of(readable).graph();
    compare(wanted, run(rows, part.weights(), Inputs.narrow(inputs)));
  }

  private static void compare(Map<String, Tensor> wanted, Map<String, Tensor> got) {
    wanted.forEach(
        (output, tensor) ->
            assertThat(Inputs.difference(tensor, got.get(output)))
                .as(output)
                .isLessThan(TOLERANCE));
  }

  private static Map<String, Tensor> run(
      Graph graph, WeightStore weights, Map<String, Tensor> inputs) {
    SessionSettings mapped = SessionSettings.standard().withWeightMemory(WeightMemory.MAPPED);
    try (GraphSession session = engine().open(graph, weights, mapped);
        RunResult result = session.run(inputs)) {
      return Inputs.outputs(graph, result);
    }
  }

  private static Engine engine() {
    return ServiceLoader.load(Engine.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(engine -> engine.name().equals(NexusGenConfig.DEFAULT_ENGINE))
        .findFirst()
        .orElseThrow();
  }
}
