package org.nexusgen.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.CancelledException;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.WarmListener;
import org.nexusgen.engine.tensorrt.TensorrtEngine;

@DisplayName("Plans that are built ahead")
final class WarmTest {
  @TempDir Path folder;

  private TensorrtEngine engine() {
    return StandIn.engine(folder, Map.of("sizes", "n=2,3"));
  }

  private List<String> plans() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("tensorrt/plans"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".plan"))
          .sorted()
          .toList();
    }
  }

  @Test
  @DisplayName("are those of all configured sizes, told one by one, and used by later programs")
  void ahead() throws IOException {
    List<String> told = new ArrayList<>();
    try (TensorrtEngine engine = engine();
        GraphSession session = Sums.open(engine, "ahead")) {
      int count =
          session.warm(
              (done, total, plan) -> told.add(done + "/" + total + " " + plan), new Cancellation());
      assertThat(count).isEqualTo(2);
    }
    assertThat(told)
        .containsExactly("0/2 graph 'ahead' with {n=2}", "1/2 graph 'ahead' with {n=3}", "2/2 ");
    List<String> built = plans();
    assertThat(built).hasSize(2);
    try (TensorrtEngine engine = engine();
        GraphSession session = Sums.open(engine, "ahead")) {
      assertThat(Sums.last(session, Sums.vector(3, 1), Sums.vector(3, 2))).isEqualTo(3);
    }
    assertThat(plans()).isEqualTo(built);
  }

  @Test
  @DisplayName("stay when the rest is cancelled")
  void cancelled() throws IOException {
    Cancellation cancellation = new Cancellation();
    WarmListener second =
        (done, total, plan) -> {
          if (done == 1) {
            cancellation.cancel();
          }
        };
    try (TensorrtEngine engine = engine();
        GraphSession session = Sums.open(engine, "cancelled")) {
      assertThatThrownBy(() -> session.warm(second, cancellation))
          .isInstanceOf(CancelledException.class);
      assertThat(plans()).hasSize(1);
      assertThat(Sums.last(session, Sums.vector(2, 1), Sums.vector(2, 2))).isEqualTo(3);
    }
  }
}
