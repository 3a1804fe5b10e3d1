package org.nexusgen.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.distribution.Shipped.Run;

/** Sections are run in their order: a reader does so, too, and the later ones use the earlier. */
@DisplayName("By copy and paste, line by line,")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReadmeIT {
  private static final Pattern SHELL = Pattern.compile("(?s)```sh\\n(.*?)```");
  private static final Pattern XML = Pattern.compile("(?s)```xml\\n(.*?)```");
  private static final Pattern JAVA = Pattern.compile("(?s)```java\\n(.*?)```");
  private static final Pattern PICTURE = Pattern.compile("-o (\\S+\\.png)");
  private static final Pattern COORDINATE =
      Pattern.compile("<(groupId|artifactId|version)>([^<]+)<");

  private static final String HOST =
      """
      import java.nio.file.Path;
      import org.nexusgen.api.*;
      import org.nexusgen.api.image.*;

      class Host {
        public static void main(String[] arguments) {
          %s
        }
      }
      """;

  @TempDir static Path temp;

  private static Checkout checkout;
  private static final Map<String, Run> DONE = new HashMap<>();

  @BeforeAll
  static void copy() throws IOException, InterruptedException {
    checkout = Checkout.copy(temp.toRealPath());
  }

  @Test
  @Order(1)
  @DisplayName("a bundle is built, installed, used and removed")
  void install() throws IOException, InterruptedException {
    List<String> lines = follow("README.md", "### Install a bundle");
    assertThat(lines).hasSizeGreaterThan(5);
    assertThat(DONE.get(lines.get(2)).out()).contains("nothing is missing");
  }

  @Test
  @Order(2)
  @DisplayName("a part of one's own is begun, built, installed and used")
  void begin() throws IOException, InterruptedException {
    assertThat(follow("docs/writing-a-part.md", "## Begin")).hasSizeGreaterThan(4);
    assertThat(checkout.type("./nexusgen bundles uninstall com.acme.soft-light").exit()).isZero();
  }

  @Test
  @Order(3)
  @DisplayName("a decoder is swapped while it generates: the picture under way keeps the old one")
  void swap() throws IOException, InterruptedException {
    List<String> lines = follow("README.md", "### Swap a part");
    String swap = lines.stream().filter(one -> one.contains("Swap")).findFirst().orElseThrow();
    assertThat(DONE.get(swap).out().lines())
        .satisfiesExactlyInAnyOrder(
            one -> assertThat(one).startsWith("next.png by preview "),
            one -> assertThat(one).startsWith("under-way.png by flux "),
            one -> assertThat(one).startsWith("again.png by flux "));
    for (String picture : List.of("under-way.png", "next.png", "again.png")) {
      assertThat(checkout.root().resolve(picture)).isNotEmptyFile();
    }
    assertThat(checkout.root().resolve("again.png"))
        .hasSameBinaryContentAs(checkout.root().resolve("under-way.png"));
  }

  @Test
  @Order(4)
  @DisplayName("it is embedded: the dependency is in the repository, the lines compile and paint")
  void embed() throws IOException, InterruptedException {
    follow("README.md", "### Embed it");
    String section = section("README.md", "### Embed it");
    List<String> dependency =
        COORDINATE.matcher(first(XML, section)).results().map(part -> part.group(2)).toList();
    assertThat(checkout.installed(dependency.get(0), dependency.get(1), dependency.get(2)))
        .isNotEmptyFile();

    // A host's Maven would look for versions of libraries that no build of ours downloads.
    Path host = Files.writeString(temp.resolve("Host.java"), HOST.formatted(first(JAVA, section)));
    String home = "distribution/target/nexusgen-" + dependency.get(2);
    succeed(
        "java --enable-native-access=ALL-UNNAMED -Dai.djl.offline=true -cp '%1$s/lib/*:%1$s/bundle/3/*' %2$s"
            .formatted(home, host));

    assertThat(checkout.root().resolve("triangles.png")).isNotEmptyFile();
  }

  @AfterAll
  static void builtOnce() {
    assertThat(checkout.root().resolve("distribution/target/build.log"))
        .as("the log of a build that nothing asked for")
        .doesNotExist();
  }

  /** Types every line of a section's shell blocks, once; gives the lines. */
  private static List<String> follow(String document, String heading)
      throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>();
    Matcher blocks = SHELL.matcher(section(document, heading));
    while (blocks.find()) {
      for (String line : blocks.group(1).lines().toList()) {
        String command = line.replaceFirst("\\s+#.*", "").strip();
        if (!command.isEmpty()) {
          lines.add(command);
          if (!DONE.containsKey(command)) {
            DONE.put(command, succeed(command));
          }
        }
      }
    }
    assertThat(lines).isNotEmpty();
    return lines;
  }

  private static Run succeed(String command) throws IOException, InterruptedException {
    Run run = checkout.type(command);
    assertThat(run.exit()).as("%s%n%s%s", command, run.out(), run.err()).isZero();
    for (MatchResult picture : PICTURE.matcher(command).results().toList()) {
      assertThat(checkout.root().resolve(picture.group(1))).as(command).isNotEmptyFile();
    }
    return run;
  }

  private static String section(String document, String heading) throws IOException {
    String text = Files.readString(Checkout.repository().resolve(document));
    int start = text.indexOf(heading + "\n");
    assertThat(start).as("heading '%s' of %s", heading, document).isNotNegative();
    String level = heading.substring(0, heading.indexOf(' '));
    Matcher next = Pattern.compile("(?m)^#{2," + level.length() + "} ").matcher(text);
    return next.find(start + heading.length())
        ? text.substring(start, next.start())
        : text.substring(start);
  }

  private static String first(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    assertThat(found.find()).as("%s", pattern).isTrue();
    return found.group(1);
  }
}
