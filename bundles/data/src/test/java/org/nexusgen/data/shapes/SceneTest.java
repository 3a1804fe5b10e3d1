package org.nexusgen.data.shapes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.image.ImageFiles;
import org.nexusgen.golden.Golden;

@DisplayName("The shapes world")
class SceneTest {
  private static final Scene FIRST =
      new Scene(
          Background.WHITE,
          List.of(
              new SceneObject(Cell.MIDDLE_LEFT, Shape.CIRCLE, Colour.RED, Size.LARGE),
              new SceneObject(Cell.MIDDLE_RIGHT, Shape.SQUARE, Colour.BLUE, Size.LARGE)));
  private static final Scene SECOND =
      new Scene(
          Background.SKY,
          List.of(
              new SceneObject(Cell.TOP_LEFT, Shape.STAR, Colour.YELLOW, Size.LARGE),
              new SceneObject(Cell.CENTER, Shape.TRIANGLE, Colour.GREEN, Size.SMALL),
              new SceneObject(Cell.BOTTOM_RIGHT, Shape.CROSS, Colour.PINK, Size.LARGE)));

  @Test
  void is_drawn_as_the_starter_model_has_seen_it() {
    assertThat(worstDifference(SceneRenderer.render(FIRST), golden("scene_0.png")))
        .isLessThanOrEqualTo(1);
    assertThat(worstDifference(SceneRenderer.render(SECOND), golden("scene_1.png")))
        .isLessThanOrEqualTo(1);
  }

  @Test
  void is_read_back_from_its_picture() {
    assertThat(PixelScorer.read(SceneRenderer.render(FIRST))).contains(FIRST);
    assertThat(PixelScorer.read(golden("scene_1.png"))).contains(SECOND);
  }

  @Test
  void is_not_read_from_a_picture_of_something_else() {
    byte[] noise = new byte[Scene.PIXELS * Scene.PIXELS * 3];
    new Random(1).nextBytes(noise);
    Image picture = new Image(Scene.PIXELS, Scene.PIXELS, Image.Channels.RGB, noise);
    assertThat(PixelScorer.read(picture)).isEmpty();
  }

  private static Image golden(String file) {
    return ServiceLoader.load(ImageFiles.class)
        .findFirst()
        .orElseThrow()
        .read(Golden.path("starter/expected/" + file));
  }

  private static int worstDifference(Image one, Image other) {
    int worst = 0;
    for (int i = 0; i < one.pixels().length; i++) {
      int difference = Math.abs((one.pixels()[i] & 0xff) - (other.pixels()[i] & 0xff));
      worst = Math.max(worst, difference);
    }
    return worst;
  }
}
