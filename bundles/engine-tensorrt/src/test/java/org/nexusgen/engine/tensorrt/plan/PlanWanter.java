package org.nexusgen.engine.tensorrt.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.nexusgen.api.Cancellation;

/**
 * A process that wants a plan. It writes a line into {@code builds} for each build, and ends a
 * build only when as many processes want the plan as it was told.
 */
final class PlanWanter {
  static final String BUILDS = "builds";

  private static final String WANTED = "wanted-by-";
  private static final long LOOK_MILLIS = 10;

  /** Long enough for one who is not kept out to come in. */
  private static final long GRACE_MILLIS = 300;

  private PlanWanter() {}

  /**
   * @param arguments folder, number of processes
   */
  public static void main(String... arguments) {
    Path folder = Path.of(arguments[0]);
    try {
      Files.createFile(folder.resolve(WANTED + ProcessHandle.current().pid()));
      new PlanCache(folder.resolve("plans"), Long.MAX_VALUE)
          .get(
              new PlanKey("a", "graph", "x [2]"),
              (meanwhile, plan) -> build(folder, plan, Integer.parseInt(arguments[1])),
              new Cancellation());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void build(Path folder, Path plan, int processes) throws IOException {
    Files.writeString(
        folder.resolve(BUILDS),
        ProcessHandle.current().pid() + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    try {
      while (wanting(folder) < processes) {
        Thread.sleep(LOOK_MILLIS);
      }
      Thread.sleep(GRACE_MILLIS);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    Files.writeString(plan, "plan");
  }

  private static long wanting(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().startsWith(WANTED)).count();
    }
  }
}
