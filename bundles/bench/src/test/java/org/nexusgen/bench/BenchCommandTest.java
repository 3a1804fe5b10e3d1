package org.nexusgen.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.weights.TensorFiles;

@DisplayName("nexusgen bench")
class BenchCommandTest {
  @Test
  @DisplayName("guesses which option or command was meant")
  void misspelt() {
    assertThat(refusal("--thread", "2")).contains("did you mean '--threads'?");
    assertThat(refusal("mak")).contains("did you mean 'make'?");
  }

  private static String refusal(String... arguments) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream err = new PrintStream(said, true, StandardCharsets.UTF_8);
    BenchCommand bench =
        new BenchCommand(
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            (folder, adapters) -> {
              throw new AssertionError(folder);
            },
            unread());
    assertThat(bench.run(List.of(arguments), err, err)).isEqualTo(2);
    assertThat(said.toString(StandardCharsets.UTF_8)).hasLineCount(1);
    return said.toString(StandardCharsets.UTF_8);
  }

  private static TensorFiles unread() {
    return (TensorFiles)
        Proxy.newProxyInstance(
            BenchCommandTest.class.getClassLoader(),
            new Class<?>[] {TensorFiles.class},
            (self, method, arguments) -> {
              throw new AssertionError(method);
            });
  }
}
