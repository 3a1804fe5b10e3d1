package org.nexusgen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.MemoryPlan;
import org.nexusgen.api.engine.Availability;

@DisplayName("A plan of memory, printed")
class PlanLinesTest {
  private static final long GIGABYTE = 1_000_000_000;

  private static MemoryPlan plan(OptionalLong limit, Map<String, Availability.Unavailable> absent) {
    return new MemoryPlan(
        List.of(
            new MemoryPlan.Part("backbone", "tensorrt", "cuda:0", 14 * GIGABYTE, 0, 0, false),
            new MemoryPlan.Part("projector", "onnxruntime", "cpu", GIGABYTE, 0, 0, false)),
        List.of(
            new MemoryPlan.Device("cuda:0", 14 * GIGABYTE, OptionalLong.empty(), limit),
            new MemoryPlan.Device("cpu", GIGABYTE, OptionalLong.empty(), OptionalLong.empty())),
        false,
        absent);
  }

  private static Map<String, Availability.Unavailable> noDriver() {
    return Map.of(
        "tensorrt",
        new Availability.Unavailable(
            List.of(new Availability.Reason("NVIDIA driver", "none", "525", "install it"))));
  }

  private static String json(MemoryPlan plan) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PlanLines.json(plan).print(new PrintStream(out, true, StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8).replaceAll("\\s", "");
  }

  @Test
  @DisplayName("says that a device is not known, and why its engine cannot run")
  void absent() {
    MemoryPlan plan = plan(OptionalLong.empty(), noDriver());
    assertThat(PlanLines.of(plan))
        .contains(
            "cuda:0: at most 14.0 GB at once; what it has is unknown",
            "cpu: at most 1.0 GB at once")
        .last()
        .asString()
        .startsWith("engine 'tensorrt' cannot run here: NVIDIA driver: got none, wants 525");
    assertThat(json(plan))
        .contains("\"needed\":14000000000}", "\"absent\":{\"tensorrt\":[\"NVIDIAdriver:gotnone")
        .doesNotContain("\"stage_wise\":false,\"fits\"");
  }

  @Test
  @DisplayName("says whether it fits a bound, also where there is no device")
  void bound() {
    MemoryPlan plan = plan(OptionalLong.of(8 * GIGABYTE), noDriver());
    assertThat(PlanLines.of(plan))
        .contains("cuda:0: at most 14.0 GB at once; 8.0 GB may be used: does not fit");
    assertThat(json(plan)).endsWith("\"fits\":false}");
  }

  @Test
  @DisplayName("says whether it fits where all is known")
  void known() {
    MemoryPlan plan = plan(OptionalLong.of(20 * GIGABYTE), Map.of());
    assertThat(PlanLines.of(plan))
        .contains("cuda:0: at most 14.0 GB at once; 20.0 GB may be used: fits");
    assertThat(json(plan)).endsWith("\"fits\":true}").doesNotContain("absent");
  }
}
