package org.nexusgen.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nexusgen.tensorrt.Sums.LARGE;
import static org.nexusgen.tensorrt.Sums.vector;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.engine.tensorrt.TensorrtEngine;

@DisplayName("When plans that were taken from the device have left too much behind")
final class LeftBehindTest {
  @TempDir Path folder;

  private static float sum(GraphSession session) {
    return Sums.last(session, vector(LARGE, 1), vector(LARGE, 2));
  }

  @Test
  @DisplayName("a new worker takes over, but not while tensors would be lost; other graphs go on")
  void anew() {
    TensorrtEngine engine = StandIn.engine(folder, Map.of("leftPercent", "0"));
    try (GraphSession open = Sums.open(engine, "open")) {
      assertThat(sum(open)).isEqualTo(3);
      long first = Workers.one().pid();
      RunResult kept = open.run(Map.of("a", vector(LARGE, 1), "b", vector(LARGE, 4)));
      closed(engine, "closed while a tensor is there");
      assertThat(Workers.one().pid()).isEqualTo(first);
      assertThat(kept.tensor("sum").floats()).startsWith(5);
      kept.close();
      closed(engine, "closed");
      assertThat(sum(open)).isEqualTo(3);
      assertThat(Workers.one().pid()).isNotEqualTo(first);
    } finally {
      engine.close();
    }
  }

  @Test
  @DisplayName("and only then")
  void enough() {
    TensorrtEngine engine = StandIn.engine(folder, Map.of());
    try (GraphSession open = Sums.open(engine, "open")) {
      assertThat(sum(open)).isEqualTo(3);
      long first = Workers.one().pid();
      closed(engine, "small");
      assertThat(sum(open)).isEqualTo(3);
      assertThat(Workers.one().pid()).isEqualTo(first);
    } finally {
      engine.close();
    }
  }

  private static void closed(TensorrtEngine engine, String name) {
    try (GraphSession session = Sums.open(engine, name)) {
      assertThat(sum(session)).isEqualTo(3);
    }
  }
}
