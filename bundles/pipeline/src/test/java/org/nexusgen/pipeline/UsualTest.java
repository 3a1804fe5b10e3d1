package org.nexusgen.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.NexusGenFactory.ConfiguredParts;
import org.nexusgen.api.config.ProcessSettings;
import org.nexusgen.api.decode.DecodingTask;

class UsualTest {
  private final Usual usual =
      Usual.of(ProcessSettings.of(PipelineSettings.class, "nobody-configures-this"));

  @Test
  void what_nobody_configures_is_as_without_configuration() {
    Path folder = Path.of("model");
    assertThat(usual.on(folder)).isEqualTo(NexusGenConfig.of(folder));
    assertThat(usual.model()).isEmpty();
    assertThat(usual.parts()).isEqualTo(ConfiguredParts.best());
    assertThat(usual.decoder(DecodingTask.EDITING)).isEqualTo(PartName.NONE);
    assertThat(usual.patience())
        .isEqualTo(new Shelf.Patience(Duration.ofSeconds(30), Duration.ofSeconds(5)));
  }

  @Test
  void parts_that_are_configured_are_told_to_those_who_open_parts_themselves() {
    Map<String, String> said =
        Map.of(
            "fake.backbone", "qwen-naive", "fake.sampler", "heun", "fake.editingDecoder", "tiny");
    Usual named =
        ProcessSettings.giving(
            said, () -> Usual.of(ProcessSettings.of(PipelineSettings.class, "fake")));
    assertThat(named.parts())
        .isEqualTo(
            new ConfiguredParts(
                Optional.empty(),
                Optional.of("qwen-naive"),
                Optional.empty(),
                Optional.of("heun"),
                Map.of(DecodingTask.EDITING, "tiny")));
  }

  @Test
  void a_request_counts_more_than_the_configuration_and_that_more_than_the_model() {
    PartName configured = PartName.configured("heun", "sampler");
    assertThat(configured.unless(Optional.of("unipc")).or("euler").name()).isEqualTo("unipc");
    assertThat(configured.unless(Optional.empty()).or("euler").name()).isEqualTo("heun");
    assertThat(PartName.NONE.unless(Optional.empty()).or("euler").name()).isEqualTo("euler");
  }

  @Test
  void a_part_that_the_configuration_names_is_blamed_on_it() {
    assertThat(PartName.configured("hen", "sampler").blame())
        .isEqualTo("; the setting pipeline.sampler names it");
    assertThat(PartName.NONE.unless(Optional.of("hen")).blame()).isEmpty();
  }
}
