package org.nexusgen.launcher.bundles;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Classes that a test compiled, in folders. */
record Compiled(List<Path> folders) {
  /** Compiles one class. */
  static Compiled in(Path folder, String name, String source, Compiled... with) throws IOException {
    Path file = folder.resolve("source/" + name.replace('.', '/') + ".java");
    Files.createDirectories(file.getParent());
    Files.writeString(file, source);
    Path classes = Files.createDirectories(folder.resolve("classes"));
    String path =
        Stream.of(with)
            .flatMap(one -> one.folders().stream())
            .map(one -> one + java.io.File.pathSeparator)
            .collect(Collectors.joining("", "", System.getProperty("java.class.path")));
    int exit =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", classes + "", "-cp", path, "-proc:none", file + "");
    assertThat(exit).isZero();
    return new Compiled(List.of(classes));
  }

  Compiled and(Compiled other) {
    return new Compiled(Stream.of(this, other).flatMap(one -> one.folders().stream()).toList());
  }

  /** A bundle with all of them. */
  Path jar(Path file, String name, String version, Map<String, String> headers) throws IOException {
    Path empty = Jar.of(file.resolveSibling("empty"), name, version, headers);
    Jar.edit(
        empty,
        entries -> {
          for (Path folder : folders) {
            try (Stream<Path> files = Files.walk(folder)) {
              for (Path one : files.filter(Files::isRegularFile).toList()) {
                entries.put(
                    folder.relativize(one).toString().replace('\\', '/'), Files.readAllBytes(one));
              }
            } catch (IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          }
        });
    return Files.move(empty, file);
  }
}
