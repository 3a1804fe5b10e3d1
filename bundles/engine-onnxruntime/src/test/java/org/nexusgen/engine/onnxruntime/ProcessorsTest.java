package org.nexusgen.engine.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Threads")
class ProcessorsTest {
  @ParameterizedTest(name = "{0} processors, of which {1} are one core: {2}")
  @CsvSource({
    "8, '0', 8",
    "8, '0,4', 4",
    "8, '0-1', 4",
    "8, '0-3\n', 2",
    "1, '0,64', 1",
    "6, '', 6",
    "6, 'unknown', 6"
  })
  @DisplayName("are as many as cores")
  void cores(int processors, String siblings, int cores) {
    assertThat(Processors.cores(processors, siblings)).isEqualTo(cores);
  }
}
