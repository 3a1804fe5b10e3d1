package org.nexusgen.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.observe.PeakMemory;
import org.nexusgen.api.observe.PeakMemory.Source;

class ProcessMemoryTest {
  @TempDir Path folder;

  @Test
  void the_peak_is_what_the_kernel_counts() throws IOException {
    Path status =
        Files.writeString(
            folder.resolve("status"), "Name:\tjava\nVmPeak:\t 9 kB\nVmHWM:\t  301234 kB\n");
    assertThat(ProcessMemory.peak(status))
        .isEqualTo(new PeakMemory(301234L * 1024, Source.RESIDENT));
  }

  @Test
  void without_such_a_file_it_is_what_the_java_machine_counts() throws IOException {
    PeakMemory none = ProcessMemory.peak(folder.resolve("none"));
    assertThat(none.source()).isEqualTo(Source.HEAP_AND_DIRECT);
    assertThat(none.bytes()).isPositive();
    Path odd = Files.writeString(folder.resolve("odd"), "VmHWM:\tmuch\n");
    assertThat(ProcessMemory.peak(odd).source()).isEqualTo(Source.HEAP_AND_DIRECT);
  }
}
