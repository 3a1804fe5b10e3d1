package org.nexusgen.launcher.bundles;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("nexusgen bundles")
class BundlesCommandTest {
  private final InstalledBundles untouched =
      (InstalledBundles)
          Proxy.newProxyInstance(
              BundlesCommandTest.class.getClassLoader(),
              new Class<?>[] {InstalledBundles.class},
              (self, method, arguments) -> {
                throw new AssertionError(method);
              });

  @Test
  @DisplayName("guesses in one line which command was meant, and does nothing")
  void misspelt() {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream err = new PrintStream(said, true, StandardCharsets.UTF_8);
    assertThat(new BundlesCommand(untouched).run(List.of("lst"), err, err)).isEqualTo(2);
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("did you mean 'list'?")
        .hasLineCount(1);
  }
}
