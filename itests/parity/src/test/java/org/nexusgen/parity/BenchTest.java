package org.nexusgen.parity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.PartChoice;
import org.nexusgen.api.command.Subcommand;
import org.nexusgen.api.config.ProcessSettings;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.vision.ImageRoute;
import org.nexusgen.golden.Golden;

/** The measuring command, on models that are small enough to measure in a test. */
class BenchTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void every_part_of_the_shipped_model_is_measured() throws IOException {
    assertThat(bench("--model", Golden.starter().toString(), "--repeat", "1", "--json")).isZero();
    JsonNode parts = new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8)).get("parts");
    assertThat(parts.fieldNames())
        .toIterable()
        .containsExactly(
            "encode",
            "prefill 128",
            "decode 1",
            "image one pass",
            "image loop",
            "project",
            "step",
            "picture");
  }

  @Test
  void what_is_measured_can_be_chosen() throws IOException {
    String model = Golden.starter().toString();
    assertThat(bench("--model", model, "--repeat", "1", "--json", "--only", "encoder")).isZero();
    JsonNode parts = new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8)).get("parts");
    assertThat(parts.fieldNames()).toIterable().containsExactly("encode");
  }

  @Test
  void what_is_configured_is_measured_and_options_count_more() throws IOException {
    String model = Golden.starter().toString();
    Map<String, String> settings =
        Map.of("pipeline.engine", "onnxruntime,vision-encoder=pytorch", "pipeline.threads", "2");
    String[] encode = {"--model", model, "--repeat", "1", "--json", "--only", "encoder"};
    assertThat(ProcessSettings.giving(settings, () -> bench(encode))).isZero();
    JsonNode told = new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
    assertThat(told.get("engine").textValue()).isEqualTo("onnxruntime,vision-encoder=pytorch");
    assertThat(told.get("threads").intValue()).isEqualTo(2);
    out.reset();
    String[] paint = {"--model", model, "--only", "decoder", "--engine", "decoder=none"};
    assertThat(ProcessSettings.giving(settings, () -> bench(paint))).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("unknown engine 'none'; installed:");
    assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void a_part_that_is_configured_is_the_one_that_is_measured() {
    String[] encode = {"--model", Golden.starter().toString(), "--only", "encoder"};
    Map<String, String> settings = Map.of("pipeline.encoder", "no-such");
    assertThat(ProcessSettings.giving(settings, () -> bench(encode))).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("unknown vision encoder 'no-such'");
  }

  @Test
  void bad_usage_is_refused_in_one_line_that_tells_where_to_look() {
    assertThat(bench("make")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("'nexusgen bench make --help'")
        .hasLineCount(1);
  }

  @Test
  void no_repetition_is_refused_in_one_line() {
    assertThat(bench("--model", Golden.starter().toString(), "--repeat", "0")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8).lines()).hasSize(1);
  }

  @Test
  void a_made_model_can_be_opened_and_run(@TempDir Path folder) {
    Path model = folder.resolve("made");
    assertThat(
            bench(
                "make",
                model.toString(),
                "--hidden=256",
                "--layers=1",
                "--vision-hidden=64",
                "--vision-depth=2",
                "--dit-hidden=128",
                "--double-blocks=1",
                "--single-blocks=1",
                "--vocabulary=64"))
        .isZero();
    Image gray = new Image(56, 56, Image.Channels.RGB, new byte[56 * 56 * 3]);
    try (NexusGen nexusGen = NexusGen.open(NexusGenConfig.of(model))) {
      assertThat(
              nexusGen
                  .encode(List.of(gray), ImageRoute.EDITING, PartChoice.best())
                  .embeddings()
                  .get(0)
                  .width())
          .isEqualTo(256);
    }
  }

  @Test
  void the_command_is_started_as_bench_was(@TempDir Path home) throws IOException {
    Path script = Files.createDirectories(home.resolve("bin")).resolve("nexusgen");
    Files.writeString(
        script,
        """
        #!/bin/sh
        echo "$1 $2 $3 $4" >"$(dirname "$0")/said"
        for last; do :; done
        echo picture >"$last"
        """);
    assertThat(script.toFile().setExecutable(true)).isTrue();
    Map<String, String> properties =
        Map.of("nexusgen.home", home.toString(), "nexusgen.invocation", "\0--set\0a.b=c");
    properties.forEach(System::setProperty);
    try {
      String model = Golden.starter().toString();
      assertThat(bench("--model", model, "--repeat", "1", "--only", "command")).isZero();
    } finally {
      properties.keySet().forEach(System::clearProperty);
    }
    assertThat(home.resolve("bin/said"))
        .hasContent("--set a.b=c generate a red circle to the left of a blue square");
  }

  @Test
  void a_model_that_is_not_there_is_refused_in_one_line() {
    assertThat(bench("--model", "no-such-folder")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .hasSize(1)
        .first()
        .asString()
        .contains("no-such-folder");
  }

  private int bench(String... arguments) {
    Subcommand bench =
        ServiceLoader.load(Subcommand.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(command -> command.name().equals("bench"))
            .findFirst()
            .orElseThrow();
    return bench.run(
        List.of(arguments),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }
}
