package org.nexusgen.tensorrt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.nexusgen.engine.tensorrt.worker.Worker;

/** The worker processes of this one, and what they could leave behind. */
final class Workers {
  private Workers() {}

  static List<ProcessHandle> running() {
    return of(ProcessHandle.current());
  }

  static List<ProcessHandle> of(ProcessHandle parent) {
    return parent.children().filter(Workers::isWorker).toList();
  }

  private static boolean isWorker(ProcessHandle process) {
    return process
        .info()
        .arguments()
        .filter(arguments -> List.of(arguments).contains(Worker.class.getName()))
        .isPresent();
  }

  static ProcessHandle one() {
    List<ProcessHandle> running = running();
    if (running.size() != 1) {
      throw new AssertionError("workers: got " + running + ", wants one");
    }
    return running.getFirst();
  }

  static boolean ends(ProcessHandle process) throws InterruptedException {
    for (int i = 0; i < 300 && process.isAlive(); i++) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
    return !process.isAlive();
  }

  /** Stops it, and waits until the last of its threads stands still: that is not at once. */
  static void freeze(ProcessHandle process) throws IOException, InterruptedException {
    String pid = Long.toString(process.pid());
    new ProcessBuilder("kill", "-STOP", pid).start().waitFor();
    while (!areAllStopped(Path.of("/proc", pid, "task"))) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private static boolean areAllStopped(Path threads) throws IOException {
    try (Stream<Path> all = Files.list(threads)) {
      for (Path thread : all.toList()) {
        if (!Files.readString(thread.resolve("status")).contains("State:\tT")) {
          return false;
        }
      }
      return true;
    }
  }

  /** Files of shared memory that still have a name. */
  static List<Path> sharedFiles() throws IOException {
    Path memory = Path.of("/dev/shm");
    if (!Files.isDirectory(memory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(memory)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("nexusgen-tensorrt"))
          .toList();
    }
  }
}
