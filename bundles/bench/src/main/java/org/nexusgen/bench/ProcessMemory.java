package org.nexusgen.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Memory of a process as Linux counts it; empty on other systems. */
final class ProcessMemory {
  private static final long KIB = 1024;

  private ProcessMemory() {}

  /** Of this process. */
  static Map<String, Long> read() {
    return read(ProcessHandle.current().pid());
  }

  /** Bytes: {@code peak}, and what is resident now, {@code private} and {@code mapped}. */
  static Map<String, Long> read(long pid) {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    Map<String, Long> bytes = new TreeMap<>();
    if (Files.isReadable(status)) {
      try {
        for (String line : Files.readAllLines(status, StandardCharsets.UTF_8)) {
          put(bytes, line, "VmHWM:", "peak");
          put(bytes, line, "RssAnon:", "private");
          put(bytes, line, "RssFile:", "mapped");
        }
      } catch (IOException e) {
        return Map.of();
      }
    }
    return bytes;
  }

  private static void put(Map<String, Long> bytes, String line, String key, String name) {
    if (line.startsWith(key)) {
      String number = line.substring(key.length()).replace("kB", "").strip();
      bytes.put(name, Long.parseLong(number) * KIB);
    }
  }
}
