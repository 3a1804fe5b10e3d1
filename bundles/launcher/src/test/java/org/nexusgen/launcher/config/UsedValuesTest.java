package org.nexusgen.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.config.SettingCheck;
import org.nexusgen.api.config.SettingCheck.Flaw;

@DisplayName("A value that whoever uses it refuses")
class UsedValuesTest {
  private static final Flaw BAKER = new Flaw("oven.bakersName", "no such baker");

  @Test
  @DisplayName("is told with the place that it comes from")
  void place() {
    assertThat(faults(Map.of(), Map.of("NEXUSGEN_OVEN_BAKERS_NAME", "Max"), BAKER))
        .containsExactly("environment variable NEXUSGEN_OVEN_BAKERS_NAME: no such baker");
    assertThat(faults(Map.of("oven.bakersName", "Max"), Map.of(), BAKER))
        .containsExactly("option --set oven.bakersName: no such baker");
  }

  @Test
  @DisplayName("is told with its key where a place does not name it, and alone if none sets it")
  void key() {
    assertThat(faults(Map.of(), Map.of(), BAKER))
        .containsExactly("default: bakersName: no such baker");
    assertThat(faults(Map.of(), Map.of(), new Flaw("mill.wind", "none")))
        .containsExactly("mill.wind: none");
  }

  @Test
  @DisplayName("is not hidden by a check that throws: that is a fault of its own")
  void throwing() {
    SettingCheck broken =
        () -> {
          throw new IllegalStateException("nobody is in");
        };
    UsedValues used = new UsedValues(sources(Map.of(), Map.of()).resolve(Described.oven()));
    assertThat(used.faults(broken))
        .singleElement()
        .satisfies(fault -> assertThat(fault.what()).contains("nobody is in"));
  }

  private static List<String> faults(
      Map<String, String> options, Map<String, String> environment, Flaw... flaws) {
    UsedValues used = new UsedValues(sources(options, environment).resolve(Described.oven()));
    return used.faults(() -> List.of(flaws)).map(Fault::toString).toList();
  }

  private static SettingSources sources(
      Map<String, String> options, Map<String, String> environment) {
    return new SettingSources(List.of(), "", environment, Map.of(), options);
  }
}
