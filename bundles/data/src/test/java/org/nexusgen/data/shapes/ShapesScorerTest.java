package org.nexusgen.data.shapes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.message.Message;
import org.nexusgen.api.message.Part;
import org.nexusgen.api.train.LabelledPictures.LabelledPicture;
import org.nexusgen.api.train.SampleSource.Split;
import org.nexusgen.api.train.TrainingSample;
import org.nexusgen.api.train.TrainingSample.Task;

@DisplayName("The scorer of the shapes world")
class ShapesScorerTest {
  private static final SceneObject STAR =
      new SceneObject(Cell.CENTER, Shape.STAR, Colour.RED, Size.LARGE);
  private static final SceneObject CROSS =
      new SceneObject(Cell.TOP_LEFT, Shape.CROSS, Colour.BLUE, Size.SMALL);
  private static final Scene BOTH = new Scene(Background.SKY, List.of(STAR, CROSS));

  private final ShapesScorer scorer = new ShapesScorer();

  private static TrainingSample edit(Scene target) {
    return new TrainingSample(
        "e",
        Task.EDITING,
        "recolour",
        List.of(),
        Map.of(
            "world", "shapes", "scene", SceneText.write(target), "source", SceneText.write(BOTH)));
  }

  private Map<String, Double> score(TrainingSample sample, Scene painted) {
    return scorer.picture(sample, SceneRenderer.render(painted));
  }

  @Test
  @DisplayName("tells the asked change from what was to be kept")
  void tellsChangedFromKept() {
    Scene target = BOTH.replacing(STAR, STAR.in(Colour.GREEN));
    TrainingSample sample = edit(target);
    assertThat(score(sample, target))
        .containsAllEntriesOf(Map.of("right", 1.0, "changed", 1.0, "kept", 1.0));
    assertThat(score(sample, BOTH))
        .containsAllEntriesOf(Map.of("right", 0.0, "changed", 0.0, "kept", 1.0, "objects", 0.5));
    assertThat(score(sample, target.without(CROSS)))
        .containsAllEntriesOf(Map.of("right", 0.0, "changed", 1.0, "kept", 0.0));
    assertThat(score(sample, target.on(Background.GRAY)))
        .containsAllEntriesOf(Map.of("changed", 1.0, "kept", 0.0, "background", 0.0));
  }

  @Test
  @DisplayName("holds something unclear against its own cell only")
  void unclearThingsCountWhereTheyLie() {
    Scene target = BOTH.replacing(STAR, STAR.in(Colour.GREEN));
    Image painted = SceneRenderer.render(BOTH.without(STAR));
    blot(painted.pixels(), Cell.CENTER);
    assertThat(scorer.picture(edit(target), painted))
        .containsAllEntriesOf(Map.of("right", 0.0, "changed", 0.0, "kept", 1.0));
    Image other = SceneRenderer.render(target.without(CROSS));
    blot(other.pixels(), Cell.TOP_LEFT);
    assertThat(scorer.picture(edit(target), other))
        .containsAllEntriesOf(Map.of("right", 0.0, "changed", 1.0, "kept", 0.0));
  }

  /** A thin line of a colour that is none of the world's. */
  private static void blot(byte[] pixels, Cell cell) {
    for (int x = 2; x < Cell.SIDE - 2; x++) {
      int y = cell.row() * Cell.SIDE + Cell.SIDE / 2;
      int pixel = (y * Scene.PIXELS + cell.column() * Cell.SIDE + x) * 3;
      pixels[pixel] = 0;
      pixels[pixel + 1] = 0;
      pixels[pixel + 2] = 0;
    }
  }

  @Test
  @DisplayName("knows no scene in noise, nor in a picture of another size")
  void knowsNothingInNoise() {
    assertThat(
            scorer.picture(
                edit(BOTH.without(STAR)), new Image(4, 4, Image.Channels.RGB, new byte[48])))
        .containsAllEntriesOf(Map.of("right", 0.0, "changed", 0.0, "kept", 0.0));
  }

  @Test
  @DisplayName("takes answers that differ in white space only")
  void answersAreComparedWithoutWhiteSpace() {
    TrainingSample sample =
        new TrainingSample(
            "q",
            Task.UNDERSTANDING,
            "questions",
            List.of(
                Message.user(
                    Part.image(SceneRenderer.render(BOTH)), Part.text("where is the star?")),
                Message.assistant(Part.text("center")),
                Message.user(Part.text("where is the cross?")),
                Message.assistant(Part.text("top left"))),
            Map.of("world", "shapes", "scene", SceneText.write(BOTH)));
    assertThat(scorer.knows(sample)).isTrue();
    assertThat(scorer.answer(sample, 1, " top  left\n")).containsEntry("right", 1.0);
    assertThat(scorer.answer(sample, 1, "top")).containsEntry("right", 0.0);
    assertThat(scorer.answer(sample, 0, "top left")).containsEntry("right", 0.0);
    assertThatThrownBy(() -> scorer.answer(sample, 2, "x")).isInstanceOf(BadInputException.class);
  }

  @Test
  @DisplayName("does not know samples of other worlds, and refuses a broken scene")
  void refusesBrokenTruth() {
    assertThat(scorer.knows(new TrainingSample("x", Task.EDITING, "x", List.of(), Map.of())))
        .isFalse();
    for (String line : List.of("", "white", "white: star", "green: ", "white: center small star")) {
      assertThatThrownBy(() -> SceneText.read(line))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("wants such as");
    }
    assertThat(SceneText.read(SceneText.write(BOTH))).isEqualTo(BOTH);
  }

  @Test
  @DisplayName("agrees with the labels of its world's pictures, for any number of places")
  void labelsSayWhatIsThere() {
    for (int places : new int[] {3, 6, 7, 12}) {
      var labels = new ShapesLabels().withPlaces(places);
      LabelledPicture labelled = labels.picture(Split.TRAINING, 3, 5);
      Scene scene = PixelScorer.read(labelled.picture()).orElseThrow();
      assertThat(labels.heads()).hasSameSizeAs(labelled.labels());
      for (SceneObject object : scene.objects()) {
        int row = (object.cell().row() * 2 + 1) * places / 6;
        int column = (object.cell().column() * 2 + 1) * places / 6;
        int place = row * places + column;
        assertThat(labelled.labels().get(0)[place]).isEqualTo(1 + object.shape().ordinal());
        assertThat(labelled.labels().get(1)[place]).isEqualTo(1 + object.colour().ordinal());
        assertThat(labelled.labels().get(2)[place]).isEqualTo(1 + object.size().ordinal());
        assertThat(labelled.labels().get(3)[place]).isEqualTo(scene.background().ordinal());
        assertThat(labelled.labels().get(4)[place]).isEqualTo(row);
        assertThat(labelled.labels().get(5)[place]).isEqualTo(column);
      }
      for (int head = 0; head < labels.heads().size(); head++) {
        assertThat(labelled.labels().get(head))
            .hasSize(places * places)
            .doesNotContain(-1, labels.heads().get(head).classes());
      }
    }
  }
}
