package org.nexusgen.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("docs/robustness.md")
class RobustnessTest {
  private static final int FEWEST = 60;
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| (\\d+) \\| [^|]+ \\| [^|]+ \\| `(\\w+)#(\\w+)` \\|$");
  private static final Pattern ANY_ROW = Pattern.compile("(?m)^\\| \\d+ \\|");
  private static final Pattern SKIPPED = Pattern.compile("@Disabled\\b");

  /** A numbered case and the test that proves it. */
  private record Case(int number, String type, String method) {}

  @Test
  @DisplayName("numbers its cases, sixty or more of them")
  void numbered() {
    List<Case> cases = cases();
    assertThat(cases).hasSizeGreaterThanOrEqualTo(FEWEST);
    assertThat(ANY_ROW.matcher(document()).results().count()).isEqualTo(cases.size());
    for (int i = 0; i < cases.size(); i++) {
      assertThat(cases.get(i).number()).isEqualTo(i + 1);
    }
  }

  @Test
  @DisplayName("names for every case a test that exists and is not switched off")
  void proved() {
    List<Path> tests = Sources.java("test");
    List<String> wrong = new ArrayList<>();
    for (Case one : cases()) {
      List<String> found =
          tests.stream()
              .filter(file -> file.getFileName().toString().equals(one.type() + ".java"))
              .map(Sources::read)
              .toList();
      if (found.size() != 1) {
        wrong.add(one + ": " + found.size() + " such classes");
      } else if (SKIPPED.matcher(found.get(0)).find()) {
        wrong.add(one + ": something in its class is switched off");
      } else if (!isTest(found.get(0), one.method())) {
        wrong.add(one + ": no such test");
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** Whether a method has an annotation of a test among those before its name. */
  private static boolean isTest(String source, String method) {
    Matcher declared =
        Pattern.compile(
                "@(Test|ParameterizedTest)\\b(?:(?!\\{\\R|;\\R).)*?\\bvoid " + method + "\\(",
                Pattern.DOTALL)
            .matcher(source);
    return declared.find();
  }

  private static List<Case> cases() {
    Stream<Case> rows =
        ROW.matcher(document())
            .results()
            .map(row -> new Case(Integer.parseInt(row.group(1)), row.group(2), row.group(3)));
    return rows.toList();
  }

  private static String document() {
    return Sources.read(Sources.ROOT.resolve("docs/robustness.md"));
  }
}
