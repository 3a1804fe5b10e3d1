package org.nexusgen.data.shapes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nexusgen.data.unified.Task;
import org.nexusgen.data.unified.Turn;

@DisplayName("In the shapes world")
class ShapesWorldTest {
  private static final int MANY = 2000;

  @Test
  @DisplayName("400 of 400 clean pictures are read back")
  void picturesAreReadBack() {
    Draw draw = new Draw(1);
    for (int i = 0; i < 400; i++) {
      Scene scene = draw.scene();
      assertThat(PixelScorer.read(SceneRenderer.render(scene))).contains(scene);
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Question.Kind.class)
  @DisplayName("every answer is what a reader of the question would say")
  void answersAreTrue(Question.Kind kind) {
    Draw draw = new Draw(kind.ordinal());
    QuestionMaker maker = new QuestionMaker(draw);
    Map<String, Integer> answers = new HashMap<>();
    int asked = 0;
    for (int i = 0; i < MANY; i++) {
      Scene scene = draw.scene();
      var question = maker.make(kind, scene);
      if (question.isPresent()) {
        asked++;
        answers.merge(question.get().answer(), 1, Integer::sum);
        assertThat(question.get().answer())
            .as("%s %s", question.get().text(), scene)
            .isEqualTo(new LanguageReader(scene).answer(question.get().text()));
      }
    }
    assertThat(asked).isGreaterThan(MANY / 2);
    if (answers.containsKey("yes")) {
      assertThat(answers.get("yes") / (double) asked).isBetween(0.4, 0.7);
    }
    assertThat(answers).hasSizeGreaterThan(1);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Edit.Kind.class)
  @DisplayName("every edit makes the scene that a reader of the instruction would make")
  void editsAreExact(Edit.Kind kind) {
    Draw draw = new Draw(kind.ordinal());
    EditMaker maker = new EditMaker(draw);
    int asked = 0;
    for (int i = 0; i < MANY; i++) {
      Scene scene = draw.scene();
      var edit = maker.make(kind, scene);
      if (edit.isPresent()) {
        asked++;
        assertThat(edit.get().source()).isEqualTo(scene);
        assertThat(edit.get().target())
            .as("%s %s", edit.get().instruction(), scene)
            .isEqualTo(LanguageReader.follow(edit.get().instruction(), scene));
        assertThat(edit.get().target().objects()).isNotEmpty();
      }
    }
    assertThat(asked).isGreaterThan(MANY / 2);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Reference.Kind.class)
  @DisplayName("edits name their objects in every way, and never ambiguously")
  void everyReferenceComes(Reference.Kind kind) {
    Draw draw = new Draw(9);
    EditMaker maker = new EditMaker(draw);
    assertThat(
            Stream.generate(() -> maker.make(Edit.Kind.RECOLOUR, draw.scene()))
                .limit(500)
                .flatMap(edit -> edit.stream())
                .filter(edit -> edit.references().contains(kind)))
        .hasSizeGreaterThan(10);
  }

  @Test
  @DisplayName("an edit is done and the rest kept in its target; neither is true of other results")
  void editsAreScored() {
    Draw draw = new Draw(5);
    EditMaker maker = new EditMaker(draw);
    for (int i = 0; i < MANY; i++) {
      Scene scene = draw.scene();
      maker
          .make(draw.oneOf(Edit.Kind.values()), scene)
          .ifPresent(
              edit -> {
                assertThat(edit.isDone(edit.target())).isTrue();
                assertThat(edit.keepsTheRest(edit.target())).isTrue();
                assertThat(edit.isDone(edit.source())).as(edit.instruction()).isFalse();
                assertThat(edit.keepsTheRest(edit.source())).isTrue();
              });
    }
    SceneObject star = new SceneObject(Cell.CENTER, Shape.STAR, Colour.RED, Size.LARGE);
    SceneObject cross = new SceneObject(Cell.TOP_LEFT, Shape.CROSS, Colour.RED, Size.LARGE);
    Scene both = new Scene(Background.SKY, List.of(star, cross));
    Edit edit =
        new Edit(
            Edit.Kind.REMOVE,
            "remove the star",
            both,
            both.without(star),
            List.of(Reference.Kind.SHAPE));
    assertThat(edit.isDone(both.without(star).without(cross))).isTrue();
    assertThat(edit.keepsTheRest(both.without(star).without(cross))).isFalse();
    assertThat(edit.keepsTheRest(both.on(Background.GRAY))).isFalse();
    assertThat(edit.isDone(both.on(Background.GRAY))).isFalse();
  }

  @Test
  @DisplayName("a tenth of all scenes is held out")
  void aTenthIsHeldOut() {
    Draw draw = new Draw(3);
    long heldOut = Stream.generate(draw::scene).limit(20_000).filter(Scene::isHeldOut).count();
    assertThat(heldOut / 20_000.0).isBetween(0.09, 0.11);
  }

  @Test
  @DisplayName("training and test share no picture")
  void partsShareNothing() {
    Set<Scene> training = scenes(ShapesWorld.Part.TRAINING);
    Set<Scene> heldOut = scenes(ShapesWorld.Part.HELD_OUT);
    assertThat(training).hasSizeGreaterThan(300).noneMatch(Scene::isHeldOut);
    assertThat(heldOut).hasSizeGreaterThan(100).allMatch(Scene::isHeldOut);
  }

  private static Set<Scene> scenes(ShapesWorld.Part part) {
    ShapesWorld world = new ShapesWorld(1, part, TaskShares.USUAL);
    Set<Scene> scenes = new HashSet<>();
    for (long i = 0; i < 400; i++) {
      world.sample(i).images().forEach(image -> scenes.add(PixelScorer.read(image).orElseThrow()));
    }
    return scenes;
  }

  @Test
  @DisplayName("a seed and an index give one sample; other seeds give others")
  void samplesAreDeterministic() {
    assertThat(text(7, 300)).isEqualTo(text(7, 300)).isNotEqualTo(text(8, 300));
    // Written down once: also another Java and another machine must say this.
    assertThat(text(52, 1)).isEqualTo("<image>what size is the pink star?\nsmall");
  }

  private static String text(long seed, int count) {
    ShapesWorld world = new ShapesWorld(seed, ShapesWorld.Part.TRAINING, TaskShares.USUAL);
    List<String> turns = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      world.sample(i).messages().forEach(turn -> turns.add(turn.content()));
    }
    return String.join("\n", turns);
  }

  @Test
  @DisplayName("tasks come as often as asked")
  void tasksComeAsAsked() {
    ShapesWorld world = new ShapesWorld(1, ShapesWorld.Part.TRAINING, TaskShares.parse("2:5:3"));
    Map<Task, Integer> counts = new EnumMap<>(Task.class);
    LongStream.range(0, MANY).forEach(i -> counts.merge(world.sample(i).task(), 1, Integer::sum));
    assertThat(counts.get(Task.UNDERSTANDING)).isBetween(340, 460);
    assertThat(counts.get(Task.GENERATION)).isBetween(920, 1080);
    assertThat(counts.get(Task.EDITING)).isBetween(520, 680);
  }

  @Test
  @DisplayName("every word is in the vocabulary and every word of the vocabulary is said")
  void wordsAreBounded() {
    ShapesWorld world = new ShapesWorld(1, ShapesWorld.Part.TRAINING, TaskShares.USUAL);
    Set<String> said = new TreeSet<>();
    for (long i = 0; i < 6000; i++) {
      for (Turn turn : world.sample(i).messages()) {
        said.addAll(Vocabulary.split(turn.content().replace(Turn.IMAGE, "")));
      }
    }
    said.remove("");
    assertThat(said).containsExactlyElementsOf(Vocabulary.WORDS);
    assertThat(Vocabulary.WORDS).hasSizeLessThan(140);
  }
}
