package org.nexusgen.engine.tensorrt.plan;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A process that tries to lock a file, and says with its exit code whether it could. */
final class LockTaker {
  static final int TAKEN = 10;
  static final int HELD_BY_OTHERS = 11;

  private LockTaker() {}

  static int tries(Path file) throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder builder =
        new ProcessBuilder(java, "-Xmx64m", LockTaker.class.getName(), file.toString()).inheritIO();
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    return builder.start().waitFor();
  }

  /**
   * @param arguments the file
   */
  public static void main(String... arguments) throws IOException {
    try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE)) {
      System.exit(channel.tryLock() == null ? HELD_BY_OTHERS : TAKEN);
    }
  }
}
