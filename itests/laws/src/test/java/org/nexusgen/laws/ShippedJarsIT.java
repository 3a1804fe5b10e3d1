package org.nexusgen.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every jar exports, needs and offers stands in {@code itests/laws/golden}; {@code mvn verify
 * -Dgolden.update=true} rewrites it.
 */
@DisplayName("Of the jars as they ship")
class ShippedJarsIT {
  private static final Path GOLDEN = Sources.ROOT.resolve("itests/laws/golden");

  /** Headers that say nothing about what a bundle gives or needs. */
  private static final Set<String> DULL =
      Set.of(
          "Manifest-Version",
          "Bundle-ManifestVersion",
          "Bundle-Description",
          "Bundle-License",
          "Bundle-Name",
          "Bundle-Version",
          "Implementation-Version");

  static Stream<ShippedJar> jars() {
    return ShippedJar.all().stream();
  }

  @Test
  @DisplayName("there are as many as the reactor has modules with a module-info")
  void allAreHere() {
    long modules =
        Sources.java("main").stream()
            .filter(f -> f.getFileName().toString().equals("module-info.java"))
            .filter(f -> !Sources.ROOT.relativize(f).startsWith("itests"))
            .count();
    assertThat(ShippedJar.all()).hasSize((int) modules);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("jars")
  @DisplayName("the module descriptor is the golden one:")
  void moduleDescriptor(ShippedJar jar) throws IOException {
    compare(jar.artifact() + ".module", describe(jar.module()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("jars")
  @DisplayName("the manifest is the golden one:")
  void manifest(ShippedJar jar) throws IOException {
    StringBuilder text = new StringBuilder();
    jar.manifest()
        .forEach(
            (name, value) -> {
              if (!DULL.contains(name)) {
                text.append(name).append(":\n");
                clauses(value).forEach(clause -> text.append("  ").append(clause).append('\n'));
              }
            });
    compare(jar.artifact() + ".manifest", text.toString());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("jars")
  @DisplayName("services are the same for OSGi, module path and class path:")
  void servicesAgree(ShippedJar jar) {
    assertThat(jar.providedToClassPath())
        .as("META-INF/services and module-info of %s", jar.artifact())
        .isEqualTo(jar.providedToModules());
    // engines are registered by the launcher, a shell's commands are there in OSGi only
    if (!jar.artifact().startsWith("nexusgen-engine") && !jar.artifact().equals("nexusgen-gogo")) {
      assertThat(jar.providedToOsgi())
          .as("OSGi components and module-info of %s", jar.artifact())
          .isEqualTo(jar.providedToModules());
    }
  }

  private static void compare(String name, String text) throws IOException {
    Path file = GOLDEN.resolve(name + ".txt");
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(GOLDEN);
      Files.writeString(file, text);
    }
    assertThat(file).as("golden text; -Dgolden.update=true writes it").exists();
    assertThat(text).isEqualTo(Files.readString(file));
  }

  private static String describe(ModuleDescriptor module) {
    StringBuilder text = new StringBuilder("module " + module.name() + "\n");
    append(text, "requires", module.requires(), r -> words(r.modifiers()) + r.name());
    append(text, "exports", module.exports(), e -> e.source() + to(e.targets()));
    append(text, "opens", module.opens(), o -> o.source() + to(o.targets()));
    append(text, "uses", module.uses(), u -> u);
    append(
        text,
        "provides",
        module.provides(),
        p -> p.service() + " with " + String.join(", ", p.providers()));
    return text.toString();
  }

  private static <T> void append(
      StringBuilder text, String word, Set<T> items, Function<T, String> line) {
    items.stream().map(line).sorted().forEach(l -> text.append(word + " " + l + "\n"));
  }

  private static String words(Set<? extends Enum<?>> modifiers) {
    return modifiers.stream()
        .map(m -> m.name().toLowerCase(java.util.Locale.ROOT) + " ")
        .sorted()
        .collect(Collectors.joining());
  }

  private static String to(Set<String> targets) {
    return targets.isEmpty() ? "" : " to " + String.join(", ", new TreeSet<>(targets));
  }

  /** Splits a header at commas outside of quotes, so that a change is a changed line. */
  private static List<String> clauses(String header) {
    return Stream.of(header.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")).sorted().toList();
  }
}
