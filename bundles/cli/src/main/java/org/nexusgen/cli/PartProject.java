package org.nexusgen.cli;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;

/**
 * A Maven project with a part that works and stands where its author's goes.
 *
 * @param kind box of the figure
 * @param name by which requests choose the part
 * @param javaPackage of its classes, and name of its module
 * @param release of the api that it is built against
 */
record PartProject(PartKind kind, String name, String javaPackage, String release) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

  PartProject {
    if (!NAME.matcher(name).matches()) {
      throw new BadInputException(
          "name of the part: got '%s', wants small letters, digits and hyphens, such as soft-light"
              .formatted(name));
    }
    String part = type(name) + kind.classes().get(0);
    if (part.equals(kind.type())) {
      throw new BadInputException(
          "name of the part: '%s' would make a class %s, as the api's is called; choose another"
              .formatted(name, part));
    }
    try {
      ModuleDescriptor.newModule(javaPackage);
    } catch (IllegalArgumentException e) {
      throw new BadInputException(
          "--package: got '%s', wants a Java package, such as com.acme".formatted(javaPackage), e);
    }
  }

  /**
   * Writes it: all of it or nothing.
   *
   * @param folder that is not there, or empty
   */
  void write(Path folder) {
    try {
      Path parent = Objects.requireNonNull(folder.toAbsolutePath().getParent(), "no parent");
      if (!Files.isDirectory(parent)) {
        throw new BadInputException("there is no folder " + parent + "; make it first");
      }
      if (Files.exists(folder) && !isEmptyFolder(folder)) {
        throw new BadInputException(folder + " is there already; name another one with -o");
      }
      Path unfinished = Files.createTempDirectory(parent, "." + name);
      try {
        fill(unfinished);
        Files.deleteIfExists(folder);
        Files.move(unfinished, folder);
      } finally {
        delete(unfinished);
      }
    } catch (IOException e) {
      throw new NexusGenException("cannot write the project " + folder + ": " + e, e);
    }
  }

  private void fill(Path root) throws IOException {
    Path sources = Path.of(javaPackage.replace('.', '/'));
    copy("project/pom.xml", root.resolve("pom.xml"));
    copy("project/README.md", root.resolve("README.md"));
    put(root.resolve(".gitignore"), "target/\n");
    copy("project/module-info.java", root.resolve("src/main/java/module-info.java"));
    put(
        root.resolve("src/main/resources/META-INF/services").resolve(kind.service()),
        javaPackage + "." + type(name) + kind.provider() + "\n");
    for (String ending : kind.classes()) {
      String tree = ending.endsWith("Test") ? "src/test/java" : "src/main/java";
      copy(
          kind.word() + "/" + ending + ".java",
          root.resolve(tree).resolve(sources).resolve(type(name) + ending + ".java"));
    }
  }

  private void copy(String template, Path file) throws IOException {
    try (InputStream in = PartProject.class.getResourceAsStream("part/" + template)) {
      String text =
          new String(Objects.requireNonNull(in, template).readAllBytes(), StandardCharsets.UTF_8);
      for (Map.Entry<String, String> word : words().entrySet()) {
        text = text.replace("{{" + word.getKey() + "}}", word.getValue());
      }
      put(file, text);
    }
  }

  private Map<String, String> words() {
    return Map.of(
        "name",
        name,
        "type",
        type(name),
        "package",
        javaPackage,
        "id",
        javaPackage + "." + name,
        "release",
        release,
        "kind",
        kind.word().replace('-', ' '),
        "service",
        kind.service().replace('$', '.'),
        "provider",
        javaPackage + "." + type(name) + kind.provider(),
        "use",
        kind.use().replace("{{name}}", name));
  }

  /** {@code soft-light} as the beginning of a class's name: {@code SoftLight}. */
  private static String type(String name) {
    return Arrays.stream(name.split("-"))
        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
        .collect(Collectors.joining());
  }

  private static void put(Path file, String text) throws IOException {
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(file, text);
  }

  private static boolean isEmptyFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
