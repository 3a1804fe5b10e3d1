package org.nexusgen.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.distribution.Shipped.Run;

@DisplayName("From the command line, settings")
class ConfigIT {
  @TempDir static Path temp;

  private static Shipped shipped;
  private static Path conf;

  @BeforeAll
  static void unpack() throws IOException, InterruptedException {
    shipped = Shipped.unpack(temp);
    conf = shipped.work().resolve("data/conf");
  }

  @AfterEach
  void nothingConfigured() throws IOException {
    Files.deleteIfExists(conf.resolve("pipeline.properties"));
  }

  @Test
  @DisplayName("are shown with where they come from, and a later place overrules an earlier one")
  void places() throws IOException, InterruptedException {
    assertThat(shown(Map.of())).contains("pipeline.sampler =").contains("default");
    Path file = write("sampler = heun");
    assertThat(shown(Map.of())).contains("pipeline.sampler = heun").contains(file.toString());
    Map<String, String> environment = Map.of("NEXUSGEN_PIPELINE_SAMPLER", "unipc");
    assertThat(shown(environment)).contains("pipeline.sampler = unipc");
    assertThat(shown(environment, "--set", "pipeline.sampler=euler"))
        .contains("pipeline.sampler = euler")
        .contains("option --set");
    assertThat(shipped.run("config", "explain", "caching.mebibytes").out())
        .contains("integer", "256", "NEXUSGEN_CACHING_MEBIBYTES");
  }

  @Test
  @DisplayName("that are shipped are the defaults, and nothing is wrong with them")
  void shippedFiles() throws IOException, InterruptedException {
    SortedMap<String, String> before = shipped.contents();
    Run check = shipped.run("config", "check");
    assertThat(check.exit()).as(check.err()).isZero();
    Run show = shipped.run("config", "show");
    assertThat(show.out().lines()).hasSizeGreaterThan(10).allMatch(one -> one.endsWith("default"));
    for (String part : new String[] {"pipeline", "caching", "image"}) {
      for (String line :
          Files.readAllLines(shipped.home().resolve("conf/" + part + ".properties"))) {
        if (line.startsWith("#") && line.contains("=")) {
          String wanted = (part + "." + line.substring(1)).strip();
          assertThat(show.out().lines().map(one -> one.replaceFirst(" +default$", "")))
              .contains(wanted);
        }
      }
    }
    assertThat(shipped.contents()).isEqualTo(before);
  }

  @Test
  @DisplayName("choose the parts of a request that names none")
  void choose() throws IOException, InterruptedException {
    write("sampler = heun\nengine = onnxruntime\nthreads = 1");
    assertThat(painted().out()).contains("\"sampler\":\"heun");
    assertThat(painted("--sampler", "euler").out()).contains("\"sampler\":\"euler");
    write("sampler = hen");
    Run wrong = painted();
    assertThat(wrong.exit()).isEqualTo(2);
    assertThat(wrong.err()).contains("unknown sampler 'hen'", "pipeline.sampler");
  }

  @Test
  @DisplayName("that are wrong end commands with 2, file, key and a suggestion in one line")
  void wrong() throws IOException, InterruptedException {
    Path file = write("samplr = heun\nthreads = -1");
    Run refused = painted();
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err().lines())
        .singleElement()
        .asString()
        .contains(file.toString(), "samplr", "did you mean 'sampler'?");
    Run check = shipped.run("config", "check");
    assertThat(check.exit()).isEqualTo(2);
    assertThat(check.err().lines()).hasSize(2).anyMatch(one -> one.contains("threads: got '-1'"));
    assertThat(shipped.run("config", "check", "--json").out()).contains("\"key\":\"samplr\"");
  }

  @Test
  @DisplayName("that name what is not there, or cannot be read by an engine, are found by check")
  void named() throws IOException, InterruptedException {
    Path file = write("sampler = eulr\nmodel = nowhere");
    Run check =
        shipped.run(
            "--set",
            "tensorrt.sizes=rows=1,x",
            "--set",
            "pipeline.engine=tensort",
            "config",
            "check");
    assertThat(check.exit()).isEqualTo(2);
    assertThat(check.err().lines())
        .hasSize(4)
        .anyMatch(
            one ->
                one.contains(file + ": sampler: unknown sampler 'eulr'; installed: ")
                    && one.endsWith("; did you mean 'euler'?"))
        .anyMatch(one -> one.contains(file + ": model: ") && one.contains("nowhere"))
        .anyMatch(one -> one.contains("--set pipeline.engine: unknown engine 'tensort'"))
        .anyMatch(one -> one.contains("--set tensorrt.sizes: got 'rows=1,x', wants a symbol"));
  }

  private static Path write(String text) throws IOException {
    return Files.writeString(
        Files.createDirectories(conf).resolve("pipeline.properties"), text + "\n");
  }

  private static String shown(Map<String, String> environment, String... before)
      throws IOException, InterruptedException {
    Run run =
        shipped.run(
            shipped.script(),
            environment,
            Shipped.with(before, "config", "show", "pipeline.sampler"));
    assertThat(run.exit()).as(run.err()).isZero();
    return run.out();
  }

  private static Run painted(String... more) throws IOException, InterruptedException {
    return shipped.run(
        Shipped.with(
            new String[] {"generate", "a red circle", "-o", "c.png", "--steps", "2", "--json"},
            more));
  }
}
