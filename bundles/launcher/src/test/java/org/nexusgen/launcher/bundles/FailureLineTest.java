package org.nexusgen.launcher.bundles;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.command.FailureLine;

@DisplayName("A failure that nobody foresaw")
class FailureLineTest {
  @AfterEach
  void quiet() {
    System.clearProperty(FailureLine.DEBUG);
  }

  @Test
  @DisplayName(
      "inside of 'nexusgen bundles' is one line with exit code 1, and tells how to see more")
  void oneLine() {
    assertThat(said())
        .hasLineCount(1)
        .contains("nexusgen: unexpected java.lang.IllegalStateException: of all things; at last")
        .contains("NEXUSGEN_DEBUG=true");
  }

  @Test
  @DisplayName("shows where it arose when that is asked for")
  void trace() {
    System.setProperty(FailureLine.DEBUG, "true");
    assertThat(said()).contains("of all things; at last", "\tat ", "FailureLineTest");
  }

  private static String said() {
    InstalledBundles failing =
        (InstalledBundles)
            Proxy.newProxyInstance(
                FailureLineTest.class.getClassLoader(),
                new Class<?>[] {InstalledBundles.class},
                (proxy, method, arguments) -> {
                  throw new IllegalStateException("of all things\n  at last");
                });
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    assertThat(new BundlesCommand(failing).run(List.of("list"), out, out)).isEqualTo(1);
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
