package org.nexusgen.engine.tensorrt.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.engine.tensorrt.process.StoredPlan;
import org.nexusgen.engine.tensorrt.protocol.Request;

@DisplayName("Of the plans on the device")
final class ReadyPlansTest {
  private final List<String> unloaded = new ArrayList<>();
  private final List<Long> made = new ArrayList<>();
  private final ReadyPlans plans =
      new ReadyPlans(2, prepared -> unloaded.add(prepared.plan().file().toString()));

  private void use(long size) {
    plans.get(
        new TreeMap<>(Map.of("rows", size)),
        sizes -> {
          made.add(size);
          Graph graph = new Graph("g", 17, List.of(), List.of(), List.of(), Map.of(), List.of());
          return new Prepared(graph, new StoredPlan(Path.of("plan" + size), Request.Load.ALL));
        });
  }

  @Test
  @DisplayName("the one that was used longest ago goes when there are too many")
  void longestUnused() {
    use(1);
    use(2);
    use(1);
    use(3);
    assertThat(unloaded).containsExactly("plan2");
    use(2);
    assertThat(made).containsExactly(1L, 2L, 3L, 2L);
  }

  @Test
  @DisplayName("one whose file is gone is made again, and was not there to be unloaded")
  void gone() {
    use(1);
    use(2);
    plans.forget(new StoredPlan(Path.of("plan1"), Request.Load.ALL));
    use(1);
    use(2);
    assertThat(made).containsExactly(1L, 2L, 1L);
    assertThat(unloaded).isEmpty();
  }

  @Test
  @DisplayName("none stays when the graph is closed")
  void closed() {
    use(1);
    use(2);
    plans.clear();
    assertThat(unloaded).containsExactly("plan1", "plan2");
  }
}
