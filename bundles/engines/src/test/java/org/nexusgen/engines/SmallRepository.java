package org.nexusgen.engines;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.nexusgen.api.artifact.ArtifactResolver;

/** One jar with one library in it, {@code librt.so.8} of ten bytes, and the recipe for it. */
record SmallRepository(Path jar) implements ArtifactResolver {
  static final String LIBRARY = "librt.so.8";
  static final String CONTENT = "0123456789";

  static SmallRepository in(Path folder) throws IOException {
    Path jar = folder.resolve("rt.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      zip.putNextEntry(new ZipEntry("a/" + LIBRARY));
      zip.write(CONTENT.getBytes(StandardCharsets.UTF_8));
    }
    return new SmallRepository(jar);
  }

  static Recipe recipe() {
    return recipe(1, CONTENT.length());
  }

  static Recipe recipe(long download, long unpacked) {
    return new Recipe(
        "rt",
        "8.6",
        "Linux amd64",
        List.of(new Licence("Example licence", "https://example.org/licence")),
        List.of(
            new Recipe.Source(
                "org.example:rt:jar:linux:8.6",
                download,
                List.of(new Recipe.Library(LIBRARY, unpacked)))),
        List.of("rt.home"),
        "a driver of the machine's own");
  }

  @Override
  public Path resolve(String coordinates) {
    return jar;
  }

  EnginesCommand command() {
    return command(recipe());
  }

  EnginesCommand command(Recipe recipe) {
    return new EnginesCommand(List.of(), List.of(this), List::of, List.of(recipe));
  }

  /** Installs into a folder, licences accepted. */
  Ran installTo(String folder) {
    return Ran.of(command(), "install", "rt", "--accept-licences", "--to", folder);
  }
}
