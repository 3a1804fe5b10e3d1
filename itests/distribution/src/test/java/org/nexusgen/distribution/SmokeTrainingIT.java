package org.nexusgen.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.distribution.Shipped.Run;

/** The whole training in little: every stage must bring its loss below a bound of its recipe. */
@DisplayName("The distribution, asked to make a small model from nothing,")
class SmokeTrainingIT {
  @TempDir static Path temp;

  @Test
  @DisplayName("learns in every stage, and paints with what it learned")
  void trains() throws IOException, InterruptedException {
    Shipped shipped = Shipped.unpack(temp);
    Path made = shipped.work().resolve("made");
    Run training = shipped.run("train", "mini", "--smoke", "--out", made.toString());
    assertThat(training.exit()).as(training.err()).isZero();

    Path model = made.resolve("model");
    Path picture = shipped.work().resolve("picture.png");
    Run painting =
        shipped.run(
            "generate", "a red circle", "-o", picture.toString(), "--model", model.toString());
    assertThat(painting.exit()).as(painting.err()).isZero();
    assertThat(Files.size(picture)).isPositive();

    Path thumbnail = shipped.work().resolve("thumbnail.png");
    Run sketching =
        shipped.run(
            "generate",
            "a red circle",
            "--decoder",
            "preview",
            "-o",
            thumbnail.toString(),
            "--model",
            model.toString());
    assertThat(sketching.exit()).as(sketching.err()).isZero();
    assertThat(Files.size(thumbnail)).isPositive();

    Run again = shipped.run("train", "mini", "--smoke", "--resume", "--out", made.toString());
    assertThat(again.exit()).as(again.err()).isZero();
    assertThat(again.err()).contains("backbone: done before");
  }
}
