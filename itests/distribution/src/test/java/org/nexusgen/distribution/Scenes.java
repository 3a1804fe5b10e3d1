package org.nexusgen.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.image.ImageFiles;
import org.nexusgen.api.train.SampleScorer;
import org.nexusgen.api.train.TrainingSample;
import org.nexusgen.api.train.TrainingSample.Task;

/**
 * Reads pictures of the shapes world by their pixels, whatever model painted them: background,
 * places, colours, forms and sizes.
 */
final class Scenes {
  private static final SampleScorer SCORER =
      ServiceLoader.load(SampleScorer.class).findFirst().orElseThrow();
  private static final ImageFiles IMAGES =
      ServiceLoader.load(ImageFiles.class).findFirst().orElseThrow();

  private Scenes() {}

  /**
   * The picture shows this and nothing else.
   *
   * @param scene such as {@code white: middle left large red circle, center small blue star}
   */
  static void assertShows(Path picture, String scene) {
    Map<String, Double> scores = scores(picture, scene);
    assertThat(scores).as("%s: %s", picture, scene).containsEntry("right", 1.0);
  }

  /** The picture shows something else. */
  static void assertShowsNot(Path picture, String scene) {
    Map<String, Double> scores = scores(picture, scene);
    assertThat(scores).as("%s: %s", picture, scene).containsEntry("right", 0.0);
  }

  private static Map<String, Double> scores(Path picture, String scene) {
    Image image = IMAGES.read(picture);
    Map<String, String> truth = Map.of("world", "shapes", "scene", scene);
    return SCORER.picture(
        new TrainingSample(picture.toString(), Task.GENERATION, "scene", List.of(), truth), image);
  }
}
