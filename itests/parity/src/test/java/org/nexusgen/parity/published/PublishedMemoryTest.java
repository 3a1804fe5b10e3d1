package org.nexusgen.parity.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.MemoryPlan;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.pipeline.NexusGenAssembler;

/** From configuration and headers alone: parameters × 4 bytes, as ONNX Runtime keeps float32. */
@DisplayName("The published model's memory")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PublishedMemoryTest {
  private static final double GIGABYTE = 1e9;
  private static final Offset<Double> ROUNDED = within(0.05);

  private Map<String, MemoryPlan.Part> parts = Map.of();
  private MemoryPlan plan = MemoryPlan.empty();

  @BeforeAll
  void plan(@TempDir Path folder) throws IOException {
    plan = new NexusGenAssembler().plan(NexusGenConfig.of(PaperFolder.write(folder)));
    parts = plan.parts().stream().collect(Collectors.toMap(MemoryPlan.Part::name, one -> one));
  }

  private double weights(String part) {
    MemoryPlan.Part planned = parts.get(part);
    assertThat(planned).as(part).isNotNull();
    return planned == null ? 0 : planned.weightBytes() / GIGABYTE;
  }

  @Test
  @DisplayName("is that of 0.7 and 7.1 billion parameters, and of twice 11.9 in the transformers")
  void weights() {
    assertThat(weights("vision-encoder")).isEqualTo(2.71, ROUNDED);
    assertThat(weights("backbone")).isEqualTo(28.3, within(0.3));
    assertThat(weights("decoder generation")).isEqualTo(47.8, within(0.2));
    assertThat(weights("decoder editing")).isEqualTo(47.8, within(0.2));
    assertThat(weights("projector generation")).isEqualTo(0.13, ROUNDED);
    assertThat(weights("projector editing")).isEqualTo(1.44, ROUNDED);
    assertThat(weights("text-encoder")).isEqualTo(19.5, within(0.3));
  }

  @Test
  @DisplayName("has a cache of 28 layers × 2 × 4 heads × 128 values for each of 2048 rows")
  void cache() {
    assertThat(parts.get("backbone").cacheBytes()).isEqualTo(28L * 2 * 4 * 128 * 2048 * 4);
  }

  @Test
  @DisplayName("has a workspace of hundreds of megabytes at 512², known for every part")
  void workspace() {
    assertThat(plan.parts())
        .allSatisfy(
            part ->
                assertThat(part.workspaceBytes())
                    .as(part.name())
                    .isBetween(1_000_000L, 8_000_000_000L));
  }
}
