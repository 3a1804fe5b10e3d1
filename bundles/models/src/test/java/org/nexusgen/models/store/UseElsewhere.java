package org.nexusgen.models.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;

/** A process of its own that claims something and never lets go. */
final class UseElsewhere {
  private UseElsewhere() {}

  /** Arguments: a folder, and what in it is claimed. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Claim claim = Claim.on(Path.of(arguments[0]), arguments[1]);
    System.out.println("claimed in " + claim.folder());
    Thread.sleep(Long.MAX_VALUE);
  }

  /** Comes back when it is claimed. */
  static Process of(Path folder, String what) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                UseElsewhere.class.getName(),
                folder.toString(),
                what)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(process.inputReader().readLine()).startsWith("claimed in ");
    return process;
  }
}
