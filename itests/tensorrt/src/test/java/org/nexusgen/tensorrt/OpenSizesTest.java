package org.nexusgen.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.nexusgen.tensorrt.Sums.vector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.engine.onnxruntime.OnnxRuntimeEngine;
import org.nexusgen.engine.tensorrt.Tensorrt11Engine;

@DisplayName("With TensorRT 11")
final class OpenSizesTest {
  private static final float TOLERANCE = 1e-6f;
  private static final String SIZES = "rows=1,8,300 past=16,400 wanted=4 batch=2";

  @TempDir Path folder;

  private List<float[]> conversation(Map<String, String> settings, int... readings) {
    try (Tensorrt11Engine engine = StandIn.eleven(folder, settings)) {
      return Conversation.of(engine, readings);
    }
  }

  private static void assertSame(List<float[]> got, int... readings) {
    List<float[]> wanted = Conversation.of(new OnnxRuntimeEngine(), readings);
    assertThat(got).hasSameSizeAs(wanted);
    for (int i = 0; i < got.size(); i++) {
      assertThat(got.get(i)).as("answer %d", i).containsExactly(wanted.get(i), within(TOLERANCE));
    }
  }

  @Test
  @DisplayName("a prompt, a chunk and single tokens share one plan, each in its own size")
  void one() throws IOException {
    int[] readings = {13, 7, 1, 1, 1, 5, 1};
    assertSame(conversation(Map.of("sizes", SIZES), readings), readings);
    assertThat(StandIn.plans(folder)).hasSize(1);
  }

  @Test
  @DisplayName("a key-value cache stays on the device: no step copies it")
  void resident() throws IOException {
    int[] readings = {200, 1, 1};
    assertSame(conversation(Map.of("sizes", SIZES), readings), readings);
    List<String> copies =
        Files.readAllLines(folder.resolve(StandIn.JOURNAL)).stream()
            .filter(line -> !line.startsWith("free"))
            .toList();
    int prompt = copies.indexOf("read 96") + 1; // 3 rows that were asked for
    // Of each step what is new, and its answer; of the cache only what was asked for at the end.
    assertThat(copies.subList(prompt, copies.size()))
        .containsExactly(
            "write 64",
            "write 1608",
            "write 24",
            "read 96", //
            "write 64",
            "write 1616",
            "write 24",
            "read 96", //
            "read 12928",
            "read 12928");
  }

  @Test
  @DisplayName("each set of sizes has its plan where that is set, padded as for TensorRT 8.6")
  void fixed() throws IOException {
    int[] readings = {13, 1, 200, 1};
    Map<String, String> settings = Map.of("sizes", SIZES, "tensorrt11.fixedSizes", "true");
    assertSame(conversation(settings, readings), readings);
    // 13 and 200 rows behind 0 and 14; 1 behind 13 and 214.
    assertThat(StandIn.plans(folder)).hasSize(3);
  }

  @Test
  @DisplayName("a size beyond the plan's gets a wider plan, which all sizes then share")
  void wider() throws IOException {
    try (Tensorrt11Engine engine = StandIn.eleven(folder, Map.of("sizes", "n=2,3"));
        GraphSession session = Sums.open(engine, "widening")) {
      assertThat(Sums.last(session, vector(2, 1), vector(2, 2))).isEqualTo(3);
      assertThat(Sums.last(session, vector(3, 1), vector(3, 2))).isEqualTo(3);
      assertThat(StandIn.plans(folder)).hasSize(1);
      assertThat(Sums.last(session, vector(5, 1), vector(5, 2))).isEqualTo(3);
      assertThat(Sums.last(session, vector(6, 1), vector(6, 2))).isEqualTo(3);
      assertThat(Sums.last(session, vector(1, 1), vector(1, 2))).isEqualTo(3);
      assertThat(StandIn.plans(folder)).hasSize(2);
    }
  }

  @Test
  @DisplayName("the plan of all configured sizes is built ahead, and used by later programs")
  void ahead() throws IOException {
    Map<String, String> sizes = Map.of("sizes", "n=2,3");
    List<String> told = new ArrayList<>();
    try (Tensorrt11Engine engine = StandIn.eleven(folder, sizes);
        GraphSession session = Sums.open(engine, "ahead")) {
      int count =
          session.warm(
              (done, total, plan) -> told.add(done + "/" + total + " " + plan), new Cancellation());
      assertThat(count).isEqualTo(1);
    }
    assertThat(told).containsExactly("0/1 graph 'ahead' with {n=1..3}", "1/1 ");
    List<Path> built = StandIn.plans(folder);
    try (Tensorrt11Engine engine = StandIn.eleven(folder, sizes);
        GraphSession session = Sums.open(engine, "ahead")) {
      assertThat(Sums.last(session, vector(1, 1), vector(1, 2))).isEqualTo(3);
    }
    assertThat(StandIn.plans(folder)).isEqualTo(built).hasSize(1);
  }
}
