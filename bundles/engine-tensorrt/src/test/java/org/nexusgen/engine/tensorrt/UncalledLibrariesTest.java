package org.nexusgen.engine.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Libraries that nothing calls")
final class UncalledLibrariesTest {
  @Test
  @DisplayName("are names in a folder that lead to one that is there, at every start the same")
  void names(@TempDir Path cache) throws IOException {
    Path parser = Files.writeString(cache.resolve("libnvonnxparser.so.11"), "parser");
    List<String> names = List.of("libcublas.so.13", "libcudnn_ops.so.9");
    Path folder = UncalledLibraries.folder(cache, names, parser);
    assertThat(folder.resolve("libcublas.so.13")).isSymbolicLink().hasContent("parser");
    assertThat(folder.resolve("libcudnn_ops.so.9")).hasContent("parser");
    assertThat(UncalledLibraries.folder(cache, names, parser)).isEqualTo(folder);
  }
}
