package org.nexusgen.pipeline;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.engine.Availability;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.EngineChoice;
import org.nexusgen.api.engine.EngineInfo;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.weights.WeightStore;

@DisplayName("An engine that cannot run here")
class PartEnginesTest {
  @Test
  @DisplayName("is refused with what to mend first, and a count of the rest")
  void refusedInOneLine() {
    assertThatThrownBy(() -> choose("driver"))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "engine 'absent' cannot run here: driver: got none, wants one: install it"
                + " ('nexusgen engines' lists all; --engine, or the setting pipeline.engine, chooses another)");
    assertThatThrownBy(() -> choose("driver", "runtime"))
        .hasMessageContaining("driver: got none, wants one: install it; and one more thing is")
        .hasMessageNotContainingAny("runtime");
    assertThatThrownBy(() -> choose("driver", "runtime", "parser"))
        .hasMessageContaining("; and 2 more things are missing ('nexusgen engines' lists all");
  }

  private static void choose(String... missing) {
    Shelf<Engine> installed =
        new Shelf<>(
            "engine",
            Engine::name,
            () -> new Shelf.Patience(Duration.ofSeconds(5), Duration.ofMillis(50)));
    installed.put(new AbsentEngine(List.of(missing)), Map.of());
    PartEngines.of(EngineChoice.of("absent"), installed);
  }

  private record AbsentEngine(List<String> missing) implements Engine {
    @Override
    public EngineInfo info() {
      return new EngineInfo("absent", "1", "moon:0", 17, Set.of(), false);
    }

    @Override
    public Availability availability() {
      Stream<Availability.Reason> reasons =
          missing.stream().map(it -> new Availability.Reason(it, "none", "one", "install it"));
      return Availability.unavailable(reasons.toList());
    }

    @Override
    public GraphSession open(Graph graph, WeightStore weights, SessionSettings settings) {
      throw new AssertionError("it is never asked to run");
    }
  }
}
