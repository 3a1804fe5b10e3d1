package org.nexusgen.parity.published;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.engine.SessionSettings.WeightMemory;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.graph.StaticShapes;
import org.nexusgen.parity.ProofItems;
import org.nexusgen.parity.ProofRow;

/**
 * Single blocks of the published model at their real widths, with random weights: an engine against
 * ONNX Runtime in float32, and how long a run takes.
 */
public final class BlocksProof {
  private static final long WIDTH = 3584;
  private static final int LARGEST = 18944; // of matrices so many rows or columns of that width
  private static final int FEW_WORDS = 1000;
  private static final double NANOS = 1e6;

  /**
   * One of them.
   *
   * @param name as PyTorch's script calls it, too
   * @param graph that is run
   * @param doubles blocks of two streams, in transformers
   * @param singles blocks of one stream
   * @param words that the backbone knows
   * @param sizes of its open axes
   */
  private record Block(
      String name, String graph, int doubles, int singles, int words, String sizes) {
    Block(String name, String graph, int doubles, int singles, String sizes) {
      this(name, graph, doubles, singles, FEW_WORDS, sizes);
    }

    /** Values of its largest tensor. */
    long largest() {
      return WIDTH * Math.max(LARGEST, words);
    }
  }

  private static final List<Block> ALL =
      List.of(
          new Block(
              "flux-double-512", "flux-transformer", 1, 0, "imageTokens=1024 contextTokens=81"),
          new Block(
              "flux-double-1024", "flux-transformer", 1, 0, "imageTokens=4096 contextTokens=81"),
          new Block(
              "flux-single-512", "flux-transformer", 0, 1, "imageTokens=1024 contextTokens=81"),
          new Block(
              "flux-single-1024", "flux-transformer", 0, 1, "imageTokens=4096 contextTokens=81"),
          new Block(
              "qwen-chunk", "qwen-backbone", 1, 1, "batch=1 rows=81 past=512 scored=1 images=81"),
          new Block(
              "qwen-token", "qwen-backbone", 1, 1, "batch=1 rows=1 past=593 scored=1 images=0"),
          new Block(
              "qwen-words",
              "qwen-backbone",
              1,
              1,
              152064,
              "batch=1 rows=1 past=593 scored=1 images=0"),
          new Block("vit-504", "vision encoder", 1, 1, "tokens=324 bins=21 slots=64"),
          new Block("vae-512", "flux-autoencoder-decoder", 1, 1, "rows=64 columns=64"),
          new Block("vae-1024", "flux-autoencoder-decoder", 1, 1, "rows=128 columns=128"));

  /** One of few weights at a size that takes seconds on any processor. */
  private static final List<Block> TINY =
      List.of(new Block("vae-tiny", "flux-autoencoder-decoder", 1, 1, "rows=2 columns=2"));

  private final String engine;
  private final double limit;
  private final int repeats;
  private final ProofItems items;
  private final References references = References.configured();
  private final Map<String, Engine> engines = new TreeMap<>();

  public BlocksProof(String engine, double limit, int repeats, ProofItems items) {
    this.engine = engine;
    this.limit = limit;
    this.repeats = repeats;
    this.items = items;
  }

  /**
   * Runs them.
   *
   * @param tiny whether at small sizes, which prove nothing but that all of it works
   */
  public void run(boolean tiny) {
    Path folder = Path.of(System.getProperty("proof.weights")); // set by the script
    Map<String, GraphCollector> models = new TreeMap<>();
    for (Block block : tiny ? TINY : ALL) {
      items.run(
          block.name(),
          () -> {
            String key = "%d+%d, %d".formatted(block.doubles(), block.singles(), block.words());
            Numbers numbers = Numbers.kept(folder, block.largest());
            GraphCollector collector =
                models.computeIfAbsent(
                    key,
                    k ->
                        Parts.collect(
                            PaperModel.thin(
                                numbers, block.doubles(), block.singles(), block.words())));
            run(block, collector.named(block.graph()));
          });
    }
  }

  private void run(Block block, GraphCollector.Collected part) throws IOException {
    Graph fixed = StaticShapes.of(part.graph(), Inputs.sizes(block.sizes()));
    Map<String, Tensor> inputs = Inputs.random(fixed);
    if (engine.equals(NexusGenConfig.DEFAULT_ENGINE)) {
      reference(block, part, inputs); // only the references are wanted
      return;
    }
    double[] times = new double[repeats];
    double first;
    double difference;
    try (GraphSession session = open(engine, part)) {
      long start = System.nanoTime();
      try (RunResult result = session.run(inputs)) {
        Map<String, Tensor> got = Inputs.outputs(part.graph(), result);
        first = (System.nanoTime() - start) / NANOS;
        difference = difference(reference(block, part, inputs), got);
      }
      for (int i = 0; i < repeats; i++) {
        start = System.nanoTime();
        session.run(inputs).close();
        times[i] = (System.nanoTime() - start) / NANOS;
      }
    }
    items.add(
        ProofRow.timed(
            block.name(), block.sizes(), "ONNX Runtime, float32", difference, limit, times, first));
  }

  private Map<String, Tensor> reference(
      Block block, GraphCollector.Collected part, Map<String, Tensor> inputs) throws IOException {
    return references.of(
        block.name(),
        part.graph(),
        () -> {
          try (GraphSession session = open(NexusGenConfig.DEFAULT_ENGINE, part);
              RunResult result = session.run(inputs)) {
            return Inputs.outputs(part.graph(), result);
          }
        });
  }

  private static double difference(Map<String, Tensor> wanted, Map<String, Tensor> got) {
    double difference = 0;
    for (Map.Entry<String, Tensor> output : wanted.entrySet()) {
      double one = Inputs.difference(output.getValue(), got.get(output.getKey()));
      difference = Double.isNaN(one) ? one : Math.max(difference, one);
    }
    return difference;
  }

  private GraphSession open(String name, GraphCollector.Collected part) {
    SessionSettings settings = SessionSettings.standard().withWeightMemory(WeightMemory.MAPPED);
    return engines
        .computeIfAbsent(name, BlocksProof::engine)
        .open(part.graph(), part.weights(), settings);
  }

  private static Engine engine(String name) {
    return ServiceLoader.load(Engine.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
