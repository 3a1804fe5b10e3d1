package org.nexusgen.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The bill of materials")
class BillOfMaterialsTest {
  private static final Pattern ARTIFACT = Pattern.compile("<artifactId>(nexusgen-[^<]+)<");
  private static final Pattern VERSION = Pattern.compile("<version>([^<$]+)<");

  private final String bill = Sources.read(Sources.ROOT.resolve("bom/pom.xml"));
  private final String reactor = Sources.read(Sources.ROOT.resolve("pom.xml"));

  @Test
  @DisplayName("names every module that others may depend on, and nothing else")
  void namesWhatIsPublished() {
    List<String> published =
        Pattern.compile("<module>([^<]+)<")
            .matcher(reactor)
            .results()
            .map(module -> Sources.ROOT.resolve(module.group(1)))
            .filter(BillOfMaterialsTest::holdsAModule)
            .map(module -> artifact(Sources.read(module.resolve("pom.xml"))))
            .toList();
    List<String> named = all(ARTIFACT, bill).skip(1).toList(); // the first is its own name
    assertThat(named).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(published);
  }

  @Test
  @DisplayName("has the version of the reactor")
  void hasTheReactorsVersion() {
    assertThat(all(VERSION, bill).findFirst()).isEqualTo(all(VERSION, reactor).findFirst());
  }

  /** Tests are no modules that others depend on, nor is the distribution. */
  private static boolean holdsAModule(Path folder) {
    return Files.exists(folder.resolve("src/main/java/module-info.java"))
        && !folder.startsWith(Sources.ROOT.resolve("itests"));
  }

  private static String artifact(String pom) {
    return all(ARTIFACT, pom.replaceFirst("(?s)<parent>.*</parent>", "")).findFirst().orElseThrow();
  }

  private static Stream<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult found) -> found.group(1));
  }
}
