package org.nexusgen.engine.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.engine.SessionSettings.WeightMemory;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.WeightEntry;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.nn.Linear;
import org.nexusgen.graph.nn.Scope;

@DisplayName("Weights of a graph")
class WeightBindingTest {
  private static final SessionSettings ONE_THREAD = SessionSettings.standard().withThreads(1);
  private static final int IN = 130;
  private static final int OUT = 200;

  @TempDir Path folder;

  private static Graph linear(int in, int out) {
    GraphBuilder b = new GraphBuilder("linear");
    Linear layer = Linear.of(new Scope(b, "fc."), in, out, true);
    b.output("y", layer.apply(b.input("x", DType.F32, Dim.of(2), Dim.of("rows"), Dim.of(in))));
    return b.build();
  }

  private MemoryWeights weights(Path file, DType dtype, int in, int out) throws IOException {
    return new MemoryWeights(
        Map.of(
            "fc.weight",
            Weights.append(file, "fc.weight", dtype, Weights.random(1, in * out), out, in),
            "fc.bias",
            Weights.append(file, "fc.bias", dtype, Weights.random(2, out), out)));
  }

  private OnnxRuntimeEngine engine() {
    return new OnnxRuntimeEngine(new WeightCache(folder.resolve("cache")));
  }

  private float[] run(MemoryWeights weights, int in, int out, SessionSettings settings) {
    Tensor x = Tensor.of(Weights.random(3, 2 * 3 * in), 2, 3, in);
    try (GraphSession session = engine().open(linear(in, out), weights, settings);
        RunResult result = session.run(Map.of("x", x))) {
      return result.tensor("y").floats();
    }
  }

  private static float[] expected(DType dtype, int in, int out) {
    float[] w = Weights.random(1, in * out);
    float[] bias = Weights.random(2, out);
    float[] x = Weights.random(3, 6 * in);
    float[] y = new float[6 * out];
    for (int i = 0; i < y.length; i++) {
      double sum = Weights.rounded(dtype, bias[i % out]);
      for (int k = 0; k < in; k++) {
        sum += (double) x[i / out * in + k] * Weights.rounded(dtype, w[i % out * in + k]);
      }
      y[i] = (float) sum;
    }
    return y;
  }

  private List<Path> cached() throws IOException {
    Path cache = folder.resolve("cache");
    if (!Files.exists(cache)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(cache)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"F32", "F64", "F16", "BF16", "F8E4M3"})
  @DisplayName("are used as they are, whatever their format, prepacked or mapped")
  void everyFormat(DType dtype) throws IOException {
    MemoryWeights weights = weights(folder.resolve("model.bin"), dtype, IN, OUT);
    for (WeightMemory memory : WeightMemory.values()) {
      assertThat(run(weights, IN, OUT, ONE_THREAD.withWeightMemory(memory)))
          .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-4f ? 0 : 1)
          .containsExactly(expected(dtype, IN, OUT));
    }
  }

  @Test
  @DisplayName("in float32 are read where they lie, without a copy in the cache")
  void inPlace() throws IOException {
    run(weights(folder.resolve("model.bin"), DType.F32, IN, OUT), IN, OUT, ONE_THREAD);
    assertThat(cached()).isEmpty();
  }

  @Test
  @DisplayName("in bfloat16 are converted once, and anew when the checkpoint has changed")
  void convertedOnce() throws IOException {
    Path file = folder.resolve("model.bin");
    MemoryWeights weights = weights(file, DType.BF16, IN, OUT);
    run(weights, IN, OUT, ONE_THREAD);
    List<Path> first = cached();
    assertThat(first).hasSize(1); // the bias is small and goes into the model
    FileTime made = Files.getLastModifiedTime(first.get(0));
    run(weights, IN, OUT, ONE_THREAD);
    assertThat(cached()).isEqualTo(first);
    assertThat(Files.getLastModifiedTime(first.get(0))).isEqualTo(made);

    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
    run(weights, IN, OUT, ONE_THREAD);
    assertThat(cached()).hasSize(1).doesNotContainAnyElementsOf(first);
  }

  @Test
  @DisplayName("that were cut off in the cache are converted again")
  void damagedCache() throws IOException {
    MemoryWeights weights = weights(folder.resolve("model.bin"), DType.BF16, IN, OUT);
    float[] whole = run(weights, IN, OUT, ONE_THREAD);
    Files.write(cached().get(0), new byte[100]);
    assertThat(run(weights, IN, OUT, ONE_THREAD)).isEqualTo(whole);
  }

  @Test
  @DisplayName("may be links out of their folder, as a download's snapshots are")
  void links() throws IOException {
    Path blob = Files.createDirectories(folder.resolve("blobs")).resolve("abc");
    weights(blob, DType.F32, IN, OUT);
    Path snapshot = Files.createDirectories(folder.resolve("snapshots/1")).resolve("model.bin");
    Files.createSymbolicLink(snapshot, Path.of("../../blobs/abc"));
    Path copy = folder.resolve("copy");
    MemoryWeights entries = weights(copy, DType.F32, IN, OUT);
    Files.copy(copy, blob, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    Map<String, WeightEntry> moved =
        Map.of(
            "fc.weight", at(snapshot, entries.entry("fc.weight")),
            "fc.bias", at(snapshot, entries.entry("fc.bias")));
    Files.delete(copy);
    assertThat(run(new MemoryWeights(moved), IN, OUT, ONE_THREAD)[0])
        .isCloseTo(expected(DType.F32, IN, OUT)[0], within(1e-4f));
  }

  private static WeightEntry at(Path file, WeightEntry entry) {
    WeightEntry.InFile in = (WeightEntry.InFile) entry;
    return new WeightEntry.InFile(
        in.name(), in.dtype(), in.shape(), file, in.offset(), in.length());
  }

  @Test
  @DisplayName("that were computed are kept in the cache under their content")
  void computed() throws IOException {
    MemoryWeights weights =
        MemoryWeights.of(
            Map.of(
                "fc.weight", Tensor.of(Weights.random(1, IN * OUT), OUT, IN),
                "fc.bias", Tensor.of(Weights.random(2, OUT), OUT)));
    assertThat(run(weights, IN, OUT, ONE_THREAD)[5])
        .isCloseTo(expected(DType.F32, IN, OUT)[5], within(1e-4f));
    assertThat(cached()).hasSize(1);
  }

  @Test
  @DisplayName("with another shape are refused by name, file and both shapes")
  void wrongShape() throws IOException {
    MemoryWeights weights = weights(folder.resolve("model-00002.safetensors"), DType.F32, 80, 64);
    assertThatThrownBy(() -> engine().open(linear(96, 64), weights, ONE_THREAD))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "tensor 'fc.weight' in model-00002.safetensors has shape [64,80],"
                + " the graph 'linear' wants [64,96]");
  }

  @Test
  @DisplayName("that are missing are refused by name")
  void missing() {
    assertThatThrownBy(() -> engine().open(linear(4, 4), MemoryWeights.of(Map.of()), ONE_THREAD))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("fc.");
  }

  @Test
  @DisplayName("that are whole numbers are refused")
  void integers() {
    MemoryWeights weights =
        MemoryWeights.of(
            Map.of(
                "fc.weight", Tensor.of(new long[16], 4, 4),
                "fc.bias", Tensor.of(new float[4], 4)));
    assertThatThrownBy(() -> engine().open(linear(4, 4), weights, ONE_THREAD))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("fc.weight")
        .hasMessageContaining("holds I64");
  }

  @Test
  @DisplayName("whose file ends too early are refused")
  void truncated() throws IOException {
    Path file = folder.resolve("model.bin");
    MemoryWeights weights = weights(file, DType.BF16, IN, OUT);
    try (var channel =
        java.nio.channels.FileChannel.open(file, java.nio.file.StandardOpenOption.WRITE)) {
      channel.truncate(1000);
    }
    assertThatThrownBy(() -> run(weights, IN, OUT, ONE_THREAD))
        .isInstanceOf(org.nexusgen.api.NexusGenException.class)
        .hasMessageContaining("fc.");
    assertThat(cached()).isEmpty();
  }
}
