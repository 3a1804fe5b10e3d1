package org.nexusgen.weights.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.golden.Golden;
import org.nexusgen.weights.NexusGenModelLibrary;
import org.nexusgen.weights.SafetensorsTensorFiles;
import org.nexusgen.weights.torch.TorchSample;

/**
 * Damaged files give a {@link BadInputException} or tensors, whatever the damage, and no more
 * memory than their size lets expect. Another seed: {@code -Dnexusgen.fuzz.seed=N}; more rounds:
 * {@code -Dnexusgen.fuzz.rounds=N}.
 */
@DisplayName("Damaged by chance,")
class FuzzTest {
  private static final long SEED = Long.getLong("nexusgen.fuzz.seed", 20_260_101L);
  private static final int ROUNDS = Integer.getInteger("nexusgen.fuzz.rounds", 2000);

  /** The valid files have less than 100 KB; a declared size must not reach the allocator. */
  private static final long MOST_ALLOCATED = 16L << 20;

  @TempDir Path folder;

  @Test
  @DisplayName("a safetensors file is refused or read")
  void safetensors(TestReporter reporter) throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (DType type : DType.values()) {
      int bytes = 6 * type.bytes();
      tensors.put("layer." + type, Tensor.wrap(type, Shape.of(2, 3), ByteBuffer.allocate(bytes)));
    }
    Path file = folder.resolve("model.safetensors");
    new SafetensorsTensorFiles().write(file, tensors, Map.of("format", "pt"));
    fuzz(reporter, file, path -> readAll(WeightSet.BACKBONE));
  }

  @Test
  @DisplayName("a PyTorch file is refused or read")
  void torch(TestReporter reporter) throws IOException {
    Path file = folder.resolve("generation_decoder.bin");
    Files.write(file, TorchSample.file());
    fuzz(reporter, file, path -> readAll(WeightSet.GENERATION_DECODER));
  }

  @Test
  @DisplayName("a shard index is refused or read")
  void index(TestReporter reporter) throws IOException {
    Tensor one = Tensor.of(new float[] {1}, 1);
    SafetensorsTensorFiles files = new SafetensorsTensorFiles();
    files.write(folder.resolve("1.safetensors"), Map.of("a", one, "b", one), Map.of());
    files.write(folder.resolve("2.safetensors"), Map.of("c", one), Map.of());
    Path file = folder.resolve("model.safetensors.index.json");
    String json =
        """
        {"metadata": {"total_size": 12}, "weight_map": {"a": "1.safetensors",
         "b": "1.safetensors", "c": "2.safetensors"}}\
        """;
    Files.write(file, json.getBytes(StandardCharsets.UTF_8));
    fuzz(reporter, file, path -> readAll(WeightSet.BACKBONE));
  }

  @Test
  @DisplayName("a model's settings are refused or read")
  void settings(TestReporter reporter) throws IOException {
    Files.writeString(folder.resolve("config.json"), "{}");
    Path file = folder.resolve("nexusgen.json");
    Files.copy(Golden.starter().resolve("nexusgen.json"), file);
    fuzz(reporter, file, path -> new NexusGenModelLibrary().open(folder).close());
  }

  @Test
  @DisplayName("a model's config is refused or read")
  void config(TestReporter reporter) throws IOException {
    Path file = folder.resolve("config.json");
    Files.copy(Golden.starter().resolve("config.json"), file);
    fuzz(
        reporter,
        file,
        path -> {
          try (ModelFolder model = new NexusGenModelLibrary().open(folder)) {
            model.requireConfig("config.json").requireInt("hidden_size");
          }
        });
  }

  private void readAll(WeightSet set) {
    try (ModelFolder model = new NexusGenModelLibrary().open(folder)) {
      WeightStore store = model.weights(set);
      for (String name : store.names()) {
        store.entry(name);
        assertThat(store.read(name).shape()).isEqualTo(store.entry(name).shape());
      }
    }
  }

  private static void fuzz(TestReporter reporter, Path file, Consumer<Path> reader)
      throws IOException {
    reporter.publishEntry("fuzz seed", Long.toString(SEED));
    byte[] valid = Files.readAllBytes(file);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    reader.accept(file);
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] damaged = new Mutation(SEED + round).of(valid);
      overwrite(file, damaged);
      long before = threads.getCurrentThreadAllocatedBytes();
      try {
        reader.accept(file);
      } catch (BadInputException expected) {
        assertThat(expected).message().doesNotContain("\n");
        refused++;
      } catch (RuntimeException | Error e) {
        fail("seed %d: %s".formatted(SEED + round, e), e);
      }
      assertThat(threads.getCurrentThreadAllocatedBytes() - before)
          .as("bytes allocated with seed %d", SEED + round)
          .isLessThan(MOST_ALLOCATED);
    }
    assertThat(refused).as("refused files: the damage must be felt").isGreaterThan(ROUNDS / 10);
  }

  // Emptying a file first, as Files.write does, makes some file systems wait for the disk.
  private static void overwrite(Path file, byte[] bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(bytes));
      channel.truncate(bytes.length);
    }
  }
}
