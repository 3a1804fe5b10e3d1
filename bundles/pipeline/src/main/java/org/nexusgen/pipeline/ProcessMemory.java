package org.nexusgen.pipeline;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.nexusgen.api.observe.PeakMemory;
import org.nexusgen.api.observe.PeakMemory.Source;

/** The peak of this process's memory: of proc(5) where there is one, else of the Java machine. */
final class ProcessMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String PEAK = "VmHWM:";
  private static final long KIBIBYTE = 1024;

  private ProcessMemory() {}

  static PeakMemory peak() {
    return peak(STATUS);
  }

  static PeakMemory peak(Path status) {
    try {
      for (String line : Files.readAllLines(status)) {
        if (line.startsWith(PEAK)) {
          return resident(line.substring(PEAK.length()).strip());
        }
      }
    } catch (IOException | NumberFormatException e) {
      // another system, or one that shows nothing: the Java machine always knows something
    }
    return ofJava();
  }

  /** As Linux writes it: {@code 301234 kB}, where kB are kibibytes. */
  private static PeakMemory resident(String size) {
    long kibibytes = Long.parseLong(size.split(" ", 2)[0]);
    return new PeakMemory(kibibytes * KIBIBYTE, Source.RESIDENT);
  }

  private static PeakMemory ofJava() {
    long heap =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .mapToLong(pool -> pool.getPeakUsage().getUsed())
            .sum();
    List<BufferPoolMXBean> buffers = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class);
    long direct =
        buffers.stream()
            .filter(pool -> pool.getName().equals("direct"))
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    return new PeakMemory(heap + direct, Source.HEAP_AND_DIRECT);
  }
}
