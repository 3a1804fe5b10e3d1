package org.nexusgen.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.NexusGenException;

class CommandBenchTest {
  /** Notes whether its cache was there, fills it, and writes the file after {@code -o}. */
  private static final String PAINTER =
      """
      #!/bin/sh
      [ -d "$NEXUSGEN_CACHE" ] && state=warm || state=cold
      mkdir -p "$NEXUSGEN_CACHE"
      echo "$state $*" >>"$(dirname "$0")/log"
      for last; do :; done
      sleep 0.1
      echo picture >"$last"
      """;

  @TempDir private Path folder;

  private Path script(String text) throws IOException {
    Path script = Files.writeString(folder.resolve("nexusgen"), text);
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script;
  }

  @Test
  void a_cold_command_finds_no_cache_and_a_warm_one_finds_the_cold_ones() throws IOException {
    CommandBench bench = new CommandBench(script(PAINTER), List.of("generate", "a star"), 2);
    List<Measurement> measurements = bench.run();
    assertThat(measurements)
        .extracting(Measurement::name)
        .containsExactly("command cold", "command warm");
    assertThat(measurements).allMatch(one -> one.seconds().length == 2 && one.least() >= 0.1);
    List<String> log = Files.readAllLines(folder.resolve("log"));
    assertThat(log)
        .extracting(line -> line.substring(0, 4))
        .containsExactly("cold", "cold", "warm", "warm");
    assertThat(log).allMatch(line -> line.contains("generate a star -o "));
    if (!ProcessMemory.read().isEmpty()) {
      assertThat(bench.peakBytes()).isPositive();
    }
  }

  @Test
  void nothing_is_left_behind() throws IOException {
    new CommandBench(script(PAINTER), List.of("generate"), 1).run();
    String log = Files.readString(folder.resolve("log"));
    Path picture = Path.of(log.substring(log.indexOf('/')).lines().findFirst().orElseThrow());
    assertThat(picture.getParent()).doesNotExist();
  }

  @Test
  void a_command_that_fails_is_an_error_with_what_it_said() throws IOException {
    Path script = script("#!/bin/sh\necho 'nexusgen: no such model' >&2\nexit 2\n");
    assertThatThrownBy(() -> new CommandBench(script, List.of("generate"), 1).run())
        .isInstanceOf(NexusGenException.class)
        .hasMessageContaining("exit code 2: nexusgen: no such model");
  }

  @Test
  void a_command_that_paints_nothing_is_an_error() throws IOException {
    Path script = script("#!/bin/sh\nexit 0\n");
    assertThatThrownBy(() -> new CommandBench(script, List.of("generate"), 1).run())
        .isInstanceOf(NexusGenException.class);
  }
}
