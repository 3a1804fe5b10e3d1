package org.nexusgen.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.distribution.Shipped.Run;

/**
 * A sample of the shipped model's scores on held-out scenes. What is asked of it: the lower end of
 * the 95 % interval is above a bound. Seeds are fixed, so a run that fails means that the model or
 * the road to its answers has changed.
 */
@DisplayName("The shipped model, asked 56 times for each task,")
class ScoresIT {
  private static final String SAMPLE = "56";

  /** Few steps are enough at this size; the model card's numbers are of the model's own. */
  private static final String STEPS = "8";

  @TempDir static Path temp;

  private static Shipped shipped;

  @BeforeAll
  static void unpack() throws IOException, InterruptedException {
    shipped = Shipped.unpack(temp);
  }

  @Test
  @DisplayName("answers questions and describes pictures")
  void understands() throws IOException, InterruptedException {
    String scores = scores("understanding");
    assertThat(low(scores, "question answering")).isGreaterThan(0.9);
    assertThat(low(scores, "captions")).isGreaterThan(0.5);
  }

  @Test
  @DisplayName("paints what is described")
  void generates() throws IOException, InterruptedException {
    String scores = scores("generation");
    assertThat(low(scores, "generation, mean of six")).isGreaterThan(0.88);
    assertThat(low(scores, "generation, dense")).isGreaterThan(0.6);
  }

  @Test
  @DisplayName("edits, and keeps the rest")
  void edits() throws IOException, InterruptedException {
    String scores = scores("editing");
    assertThat(low(scores, "editing, changed")).isGreaterThan(0.88);
    assertThat(low(scores, "editing, kept")).isGreaterThan(0.88);
    assertThat(low(scores, "editing, multi")).isGreaterThan(0.6);
  }

  @Test
  @DisplayName("rebuilds pictures from their embeddings")
  void reconstructs() throws IOException, InterruptedException {
    assertThat(low(scores("reconstruction"), "reconstruction")).isGreaterThan(0.9);
  }

  @Test
  @DisplayName("has weights of no more than 24 megabytes in all")
  void isSmall() throws IOException {
    try (Stream<Path> files = Files.walk(shipped.model())) {
      long bytes =
          files
              .filter(file -> file.toString().endsWith(".safetensors"))
              .mapToLong(file -> file.toFile().length())
              .sum();
      assertThat(bytes).isBetween(1_000_000L, 24_000_000L);
    }
  }

  private static String scores(String task) throws IOException, InterruptedException {
    Path json = shipped.work().resolve(task + ".json");
    Run run =
        shipped.run(
            "eval",
            "mini",
            "--sample",
            SAMPLE,
            "--tasks",
            task,
            "--steps",
            STEPS,
            "--json",
            json.toString());
    assertThat(run.exit()).as(run.err()).isZero();
    return Files.readString(json);
  }

  /** The lower end of a goal's interval. */
  private static double low(String scores, String goal) {
    Matcher found =
        Pattern.compile(
                "\"name\" : \"%s\"[^}]*?\"low\" : ([0-9.E-]+)".formatted(Pattern.quote(goal)))
            .matcher(scores);
    assertThat(found.find()).as("%s in %s", goal, scores).isTrue();
    return Double.parseDouble(found.group(1));
  }
}
