package org.nexusgen.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("In the sources")
class TasteLawsTest {
  private static final int LONGEST_FILE = 400;
  private static final Pattern EMPTY_WORD =
      Pattern.compile(".*(Impl|Manager|Helper|Helpers|Util|Utils|Utilities)|Default[A-Z].*");

  @Test
  @DisplayName("no file is longer than 400 lines, tests neither")
  void filesAreShort() {
    List<String> tooLong =
        Stream.of("main", "test")
            .flatMap(kind -> Sources.java(kind).stream())
            .filter(f -> Sources.read(f).lines().count() > LONGEST_FILE)
            .map(TasteLawsTest::name)
            .toList();
    assertThat(tooLong).isEmpty();
  }

  @Test
  @DisplayName("names are the field's words, not Impl, Manager, Helper, Util or Default")
  void namesSayWhat() {
    List<String> empty =
        Sources.java("main").stream()
            .map(f -> f.getFileName().toString().replace(".java", ""))
            .filter(name -> EMPTY_WORD.matcher(name).matches())
            .toList();
    assertThat(empty).isEmpty();
  }

  @Test
  @DisplayName("every package is null-marked and says what it is")
  void packagesAreNullMarked() {
    Set<String> missing = new TreeSet<>();
    for (Path file : Sources.java("main")) {
      Path folder = file.getParent();
      Path info = folder.resolve("package-info.java");
      if (!file.getFileName().toString().equals("module-info.java")
          && !(java.nio.file.Files.exists(info)
              && Sources.read(info).contains("@NullMarked")
              && Sources.read(info).contains("/**"))) {
        missing.add(name(folder));
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  @DisplayName("every module says in a sentence what it is")
  void modulesSayWhat() {
    List<String> silent =
        Sources.java("main").stream()
            .filter(f -> f.getFileName().toString().equals("module-info.java"))
            .filter(f -> !Sources.read(f).contains("/**"))
            .map(TasteLawsTest::name)
            .toList();
    assertThat(silent).isEmpty();
  }

  @Test
  @DisplayName(
      "implementations know no OSGi type but the annotations of their component and its settings")
  void implementationsAreFreeOfOsgi() {
    Pattern forbidden =
        Pattern.compile(
            "import org\\.osgi\\."
                + "(?!annotation\\.|service\\.(component|metatype)\\.annotations\\.)");
    List<String> bound =
        Sources.java("main").stream()
            .filter(f -> !name(f).startsWith("bundles/launcher/"))
            // what the framework calls in bundles with models; packing and storing are below it
            .filter(f -> !name(f).matches("bundles/models/.*/org/nexusgen/models/[A-Za-z]+\\.java"))
            .filter(f -> forbidden.matcher(Sources.read(f)).find())
            .map(TasteLawsTest::name)
            .toList();
    assertThat(bound).isEmpty();
  }

  private static String name(Path file) {
    return Sources.ROOT.relativize(file).toString().replace('\\', '/');
  }
}
