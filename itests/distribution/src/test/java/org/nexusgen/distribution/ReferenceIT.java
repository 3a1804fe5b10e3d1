package org.nexusgen.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.distribution.Shipped.Run;
import org.nexusgen.golden.Golden;

/** What the reference made of a model that does not change, right or wrong. */
@DisplayName("The distribution, given the model that the reference was run on,")
class ReferenceIT {
  @TempDir static Path temp;

  private static Shipped shipped;

  @BeforeAll
  static void unpack() throws IOException, InterruptedException {
    shipped = Shipped.unpack(temp);
  }

  @Test
  @DisplayName("paints exactly the picture that the reference paints")
  void generates() throws IOException, InterruptedException {
    paints(
        "generate_0.png", "generate", "a red circle to the left of a blue square", "--seed", "42");
  }

  @Test
  @DisplayName("edits a picture as the reference edits it")
  void edits() throws IOException, InterruptedException {
    String image = expected("scene_0.png").toString();
    paints("edit_0.png", "edit", "--image", image, "make the circle green", "--seed", "42");
  }

  private static void paints(String name, String... arguments)
      throws IOException, InterruptedException {
    Run run = run(Shipped.with(arguments, "-o", name, "--greedy"));
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(Pictures.difference(shipped.work().resolve(name), expected(name)))
        .isLessThanOrEqualTo(Pictures.TOLERANCE);
  }

  @Test
  @DisplayName("gives its ids, and its wrong answer")
  void answers() throws IOException, InterruptedException {
    String image = expected("scene_0.png").toString();
    Run run = run("understand", "--image", image, "what color is the circle?", "--json");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).contains("\"text\":\"blue\",\"ids\":[26,2]");
  }

  private static Run run(String... arguments) throws IOException, InterruptedException {
    return shipped.run(Shipped.with(arguments, "--model", Golden.starter().toString()));
  }

  private static Path expected(String name) {
    return Golden.path("starter/expected/" + name);
  }
}
