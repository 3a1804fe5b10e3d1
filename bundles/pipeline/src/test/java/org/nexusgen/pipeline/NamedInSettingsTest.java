package org.nexusgen.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.config.ProcessSettings;
import org.nexusgen.api.config.SettingCheck.Flaw;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.EngineInfo;
import org.nexusgen.api.weights.AdapterChoice;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.ModelLibrary;

@DisplayName("A name in the pipeline's settings")
class NamedInSettingsTest {
  @Test
  @DisplayName("of something that is installed is right, as are those that nobody said")
  void right() {
    assertThat(flaws(Map.of())).isEmpty();
    assertThat(flaws(Map.of("sampler", Toys.NAME, "engine", "decoder=toy,toy"))).isEmpty();
  }

  @Test
  @DisplayName("of a part that is not installed is told, with what was meant")
  void part() {
    assertThat(flaws(Map.of("sampler", "toyy")))
        .containsExactly(
            new Flaw(
                "pipeline.sampler", "unknown sampler 'toyy'; installed: toy; did you mean 'toy'?"));
    assertThat(flaws(Map.of("editingDecoder", "oil")))
        .containsExactly(
            new Flaw("pipeline.editingDecoder", "unknown decoder 'oil'; installed: none"));
  }

  @Test
  @DisplayName("of a decoder of another task is as wrong as that of none")
  void task() {
    assertThat(flaws(Map.of("generationDecoder", Toys.NAME))).isEmpty();
    assertThat(flaws(Map.of("editingDecoder", Toys.NAME)))
        .singleElement()
        .satisfies(flaw -> assertThat(flaw.setting()).isEqualTo("pipeline.editingDecoder"));
  }

  @Test
  @DisplayName("of an engine is looked for in each place of the list, and told once")
  void engine() {
    assertThat(flaws(Map.of("engine", "toy,decoder=toi,backbone=toi")))
        .containsExactly(
            new Flaw(
                "pipeline.engine", "unknown engine 'toi'; installed: toy; did you mean 'toy'?"));
    assertThat(flaws(Map.of("engine", "toy,decodr=toy")))
        .singleElement()
        .satisfies(flaw -> assertThat(flaw.what()).contains("did you mean 'decoder'?"));
  }

  @Test
  @DisplayName("of a model that cannot be opened is told with the reason")
  void model() {
    assertThat(flaws(Map.of("model", "nowhere")))
        .containsExactly(new Flaw("pipeline.model", "no model in nowhere"));
  }

  private static List<Flaw> flaws(Map<String, String> said) {
    Map<String, String> values = new HashMap<>();
    values.put("named.engine", "toy");
    said.forEach((key, value) -> values.put("named." + key, value));
    Usual usual =
        ProcessSettings.giving(
            values, () -> Usual.of(ProcessSettings.of(PipelineSettings.class, "named")));
    Figure figure = new Figure(usual);
    EngineInfo info = new EngineInfo("toy", "1", "cpu", 23, Set.of(), false);
    figure.engines.put(
        FakePipeline.stub(Engine.class, Map.of("name", "toy", "info", info)), Map.of());
    figure.samplers.put(new Toys.Steps(), Map.of());
    figure.decoders.put(
        new Toys.Decoders(Toys.NAME, DecodingTask.GENERATION, Toys.Decoder::new), Map.of());
    return new NamedInSettings(figure, new Empty()).flaws();
  }

  /** Opens nothing. */
  private static final class Empty implements ModelLibrary {
    @Override
    public ModelFolder open(Path folder, List<AdapterChoice> adapters) {
      throw new BadInputException("no model in " + folder);
    }
  }
}
