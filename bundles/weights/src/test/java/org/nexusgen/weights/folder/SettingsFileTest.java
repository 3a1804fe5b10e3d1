package org.nexusgen.weights.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.vision.ImageGrid;
import org.nexusgen.api.weights.ModelSettings;
import org.nexusgen.api.weights.ModelSettings.DecodeDefaults;
import org.nexusgen.api.weights.PixelSize;

@DisplayName("A model's nexusgen.json")
class SettingsFileTest {
  @TempDir Path folder;

  @ParameterizedTest(name = "is refused {0}")
  @MethodSource("cases")
  void isRefused(String title, String json, String fragment) {
    assertThatThrownBy(() -> settings(json))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("nexusgen.json")
        .hasMessageContaining(fragment);
  }

  static Stream<Arguments> cases() {
    return Stream.of(
        Arguments.of("that is a list", "[]", "wants a JSON object"),
        Arguments.of(
            "with a misspelt key",
            "{\"generation_gird\":[1,2,2]}",
            "did you mean 'generation_grid'"),
        Arguments.of("with an unknown key", "{\"colour\":1}", "known are name, generation_grid"),
        Arguments.of(
            "with a misspelt default",
            "{\"defaults\":{\"cfgscale\":1}}",
            "did you mean 'cfg_scale'"),
        Arguments.of("whose name is a number", "{\"name\":1}", "wants a string"),
        Arguments.of(
            "whose grid has two sides", "{\"generation_grid\":[12,12]}", "[frames, rows, columns]"),
        Arguments.of("whose grid is empty", "{\"generation_grid\":[]}", "[frames, rows, columns]"),
        Arguments.of("whose grid has a zero", "{\"generation_grid\":[1,0,12]}", "each from 1 to"),
        Arguments.of("whose grid is negative", "{\"generation_grid\":[1,-2,12]}", "each from 1 to"),
        Arguments.of(
            "whose grid is huge", "{\"generation_grid\":[1,100000,100000]}", "each from 1 to"),
        Arguments.of(
            "whose grid is a string", "{\"generation_grid\":\"1x2x2\"}", "a list of whole numbers"),
        Arguments.of(
            "whose grid holds text", "{\"generation_grid\":[1,\"a\",2]}", "a whole number"),
        Arguments.of(
            "whose grid has fractions", "{\"generation_grid\":[1,2.5,2]}", "a whole number"),
        Arguments.of(
            "whose size has one side", "{\"target_size\":[72]}", "[width, height] in pixels"),
        Arguments.of("whose size is zero", "{\"reference_size\":[0,72]}", "each from 1 to"),
        Arguments.of(
            "whose size is an object", "{\"prompt_size\":{\"w\":72}}", "a list of whole numbers"),
        Arguments.of(
            "whose merger grid has three sides",
            "{\"merger_base_grid\":[1,2,3]}",
            "[rows, columns]"),
        Arguments.of(
            "whose context ids are unknown",
            "{\"generation_context_ids\":\"spiral\"}",
            "\"grid\" or \"zeros\""),
        Arguments.of(
            "whose context ids are true", "{\"generation_context_ids\":true}", "wants a string"),
        Arguments.of("whose defaults are a list", "{\"defaults\":[]}", "wants an object"),
        Arguments.of("with no step", "{\"defaults\":{\"steps\":0}}", "wants 1 to"),
        Arguments.of("with a million steps", "{\"defaults\":{\"steps\":1000000}}", "wants 1 to"),
        Arguments.of("with a width of zero", "{\"defaults\":{\"width\":0}}", "wants 1 to"),
        Arguments.of(
            "with a height of 1e9", "{\"editing_defaults\":{\"height\":1000000000}}", "wants 1 to"),
        Arguments.of(
            "whose scale is text", "{\"defaults\":{\"cfg_scale\":\"3\"}}", "wants a number"),
        Arguments.of(
            "whose scale is infinite", "{\"defaults\":{\"cfg_scale\":1e999}}", "wants a number"),
        Arguments.of(
            "whose seed is a fraction", "{\"defaults\":{\"seed\":1.5}}", "at most 64 bits"),
        Arguments.of(
            "whose seed is too large", "{\"defaults\":{\"seed\":99999999999999999999}}", "64 bits"),
        Arguments.of(
            "whose sampler is a number", "{\"defaults\":{\"sampler\":1}}", "wants a string"));
  }

  @Test
  @DisplayName("changes what it names and leaves the reference's values for the rest")
  void partial() throws IOException {
    ModelSettings settings =
        settings(
            """
            {"generation_grid":[1,12,12], "prompt_size":[72,64], "generation_context_ids":"grid",
             "defaults":{"width":72, "steps":20}, "editing_defaults":{"steps":30, "seed":-7}}\
            """);
    assertThat(settings.name()).isEqualTo(folder.getFileName().toString());
    assertThat(settings.generationGrid()).isEqualTo(new ImageGrid(1, 12, 12));
    assertThat(settings.promptSize()).isEqualTo(Optional.of(new PixelSize(72, 64)));
    assertThat(settings.targetSize()).isEqualTo(new PixelSize(252, 252));
    assertThat(settings.gridContextIds()).isTrue();
    assertThat(settings.generation())
        .isEqualTo(new DecodeDefaults(new PixelSize(72, 512), 20, 3.0, 3.5, 52, "euler"));
    assertThat(settings.editing())
        .isEqualTo(new DecodeDefaults(new PixelSize(72, 512), 30, 1.0, 3.5, -7, "euler"));
  }

  @Test
  @DisplayName("may be empty or absent: then all is as in the reference")
  void empty() throws IOException {
    String name = folder.getFileName().toString();
    assertThat(settings("{}")).isEqualTo(ModelSettings.reference(name));
    Files.delete(folder.resolve("nexusgen.json"));
    assertThat(OriginalFolder.open(folder).settings()).isEqualTo(ModelSettings.reference(name));
  }

  private ModelSettings settings(String json) throws IOException {
    Files.writeString(folder.resolve("config.json"), "{}");
    Files.writeString(folder.resolve("nexusgen.json"), json);
    return OriginalFolder.open(folder).settings();
  }
}
