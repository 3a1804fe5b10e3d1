package org.nexusgen.engine.tensorrt.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.CancelledException;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.WeightEntry;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.Ops;

@DisplayName("Weights in files are known")
final class WeightIdentityTest {
  private static final FileTime TIME = FileTime.fromMillis(1_000_000);
  private static final int BYTES = 8;

  @TempDir Path folder;

  /** Two numbers at the beginning of a file. */
  private record TwoNumbers(Path file) implements WeightStore {
    @Override
    public Set<String> names() {
      return Set.of("w");
    }

    @Override
    public WeightEntry entry(String name) {
      return new WeightEntry.InFile(name, DType.F32, Shape.of(2), file, 0, BYTES);
    }

    @Override
    public Tensor read(String name) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String where() {
      return file.toString();
    }
  }

  private static Graph graph() {
    GraphBuilder b = new GraphBuilder("scaled");
    Dim two = Dim.of(2);
    b.output("y", Ops.mul(b.input("x", DType.F32, two), b.weight("w", two(two))));
    return b.build();
  }

  private static ValueType two(Dim two) {
    return ValueType.of(DType.F32, two);
  }

  private Path written(String name, int value) throws IOException {
    Path file = folder.resolve(name);
    Files.write(file, new byte[] {0, 0, 0, 0, 0, 0, 0, (byte) value});
    return Files.setLastModifiedTime(file, TIME);
  }

  private FileDigests digests() {
    return new FileDigests(folder.resolve("known"));
  }

  private static List<String> identity(Path file, FileDigests digests) {
    return WeightIdentity.of(graph(), new TwoNumbers(file), digests, new Cancellation());
  }

  /** The only one. */
  private Path note() throws IOException {
    try (var files = Files.list(folder.resolve("known"))) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      return all.getFirst();
    }
  }

  @Test
  @DisplayName("by what is in them: not by time and size, nor by where they are")
  void content() throws IOException, InterruptedException {
    FileDigests digests = digests();
    Path file = written("weights", 1);
    List<String> one = identity(file, digests);
    Thread.sleep(20); // as systems count time in ticks
    written("weights", 2);
    assertThat(identity(file, digests)).isNotEqualTo(one);
    assertThat(identity(file, digests())).isNotEqualTo(one);
    assertThat(identity(written("moved", 1), digests)).isEqualTo(one);
  }

  @Test
  @DisplayName("without reading them again, by later processes too")
  void once() throws IOException {
    Path file = written("weights", 1);
    List<String> read = identity(file, digests());
    FileTime noted = FileTime.fromMillis(0);
    Files.setLastModifiedTime(note(), noted);
    assertThat(identity(file, digests())).isEqualTo(read);
    assertThat(Files.getLastModifiedTime(note())).isEqualTo(noted);
  }

  @Test
  @DisplayName("whatever happens to what is remembered: what is damaged is not believed")
  void damaged() throws IOException {
    Path file = written("weights", 1);
    List<String> read = identity(file, digests());
    String noted = Files.readString(note());
    String digest = noted.lines().toList().get(1);
    List<byte[]> instead =
        List.of(
            new byte[] {(byte) 0xff, 0},
            new byte[0],
            noted.replace(digest, "0".repeat(digest.length())).getBytes(),
            noted.replace("weights", "foreign").getBytes());
    for (byte[] damage : instead) {
      Files.write(note(), damage);
      assertThat(identity(file, digests())).isEqualTo(read);
      assertThat(note()).hasContent(noted);
    }
  }

  @Test
  @DisplayName("where nothing can be remembered, too")
  void nowhere() throws IOException {
    Path file = written("weights", 1);
    FileDigests inMemory = new FileDigests(Files.createFile(folder.resolve("no folder")));
    assertThat(identity(file, inMemory)).isEqualTo(identity(file, digests()));
  }

  @Test
  @DisplayName("unless whoever opens the graph is interrupted, which is no failure of the file")
  void interrupted() throws IOException {
    Path file = written("weights", 1);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> identity(file, digests())).isInstanceOf(CancelledException.class);
    assertThat(Thread.interrupted()).isTrue();
  }
}
