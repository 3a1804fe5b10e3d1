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
import org.nexusgen.api.train.SampleSource.Split;
import org.nexusgen.api.train.TrainingSample.Task;
import org.nexusgen.data.unified.Turn;

@DisplayName("In the shapes world")
class ShapesWorldTest {
  private static final int MANY = 2000;
  private static final List<Reference.Kind> ALL = List.of(Reference.Kind.values());

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
    QuestionMaker maker = new QuestionMaker(draw, ALL);
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
    EditMaker maker = new EditMaker(draw, ALL);
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
    EditMaker maker = new EditMaker(draw, ALL);
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
    EditMaker maker = new EditMaker(draw, ALL);
    for (int i = 0; i < MANY; i++) {
      Scene scene = draw.scene();
      maker
          .make(draw.oneOf(Edit.Kind.values()), scene)
          .ifPresent(
              edit -> {
                SceneChange change = new SceneChange(edit.source(), edit.target());
                Sight target = Sight.of(edit.target());
                Sight source = Sight.of(edit.source());
                assertThat(change.isDone(target)).isTrue();
                assertThat(change.keepsTheRest(target)).isTrue();
                assertThat(change.isDone(source)).as(edit.instruction()).isFalse();
                assertThat(change.keepsTheRest(source)).isTrue();
              });
    }
    SceneObject star = new SceneObject(Cell.CENTER, Shape.STAR, Colour.RED, Size.LARGE);
    SceneObject cross = new SceneObject(Cell.TOP_LEFT, Shape.CROSS, Colour.RED, Size.LARGE);
    Scene both = new Scene(Background.SKY, List.of(star, cross));
    SceneChange change = new SceneChange(both, both.without(star));
    Sight nothing = Sight.of(both.without(star).without(cross));
    assertThat(change.isDone(nothing)).isTrue();
    assertThat(change.keepsTheRest(nothing)).isFalse();
    Sight gray = Sight.of(both.on(Background.GRAY));
    assertThat(change.keepsTheRest(gray)).isFalse();
    assertThat(change.isDone(gray)).isFalse();
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
    Set<Scene> training = scenes(Split.TRAINING);
    Set<Scene> heldOut = scenes(Split.HELD_OUT);
    assertThat(training).hasSizeGreaterThan(300).noneMatch(Scene::isHeldOut);
    assertThat(heldOut).hasSizeGreaterThan(100).allMatch(Scene::isHeldOut);
  }

  private static Set<Scene> scenes(Split part) {
    ShapesWorld world = new ShapesWorld(1, part);
    Set<Scene> scenes = new HashSet<>();
    for (long i = 0; i < 400; i++) {
      world
          .sample(i, TaskShares.USUAL)
          .images()
          .forEach(image -> scenes.add(PixelScorer.read(image).orElseThrow()));
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
    ShapesWorld world = new ShapesWorld(seed, Split.TRAINING);
    List<String> turns = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      world.sample(i, TaskShares.USUAL).messages().forEach(turn -> turns.add(turn.content()));
    }
    return String.join("\n", turns);
  }

  @Test
  @DisplayName("tasks come as often as asked")
  void tasksComeAsAsked() {
    ShapesWorld world = new ShapesWorld(1, Split.TRAINING);
    Map<Task, Integer> counts = new EnumMap<>(Task.class);
    LongStream.range(0, MANY)
        .forEach(
            i -> counts.merge(world.sample(i, TaskShares.parse("2:5:3")).task(), 1, Integer::sum));
    assertThat(counts.get(Task.UNDERSTANDING)).isBetween(340, 460);
    assertThat(counts.get(Task.GENERATION)).isBetween(920, 1080);
    assertThat(counts.get(Task.EDITING)).isBetween(520, 680);
  }

  @Test
  @DisplayName("every word is in the vocabulary and every word of the vocabulary is said")
  void wordsAreBounded() {
    ShapesWorld world = new ShapesWorld(1, Split.TRAINING);
    Set<String> said = new TreeSet<>();
    for (long i = 0; i < 6000; i++) {
      for (Turn turn : world.sample(i, TaskShares.USUAL).messages()) {
        said.addAll(Vocabulary.split(turn.content().replace(Turn.IMAGE, "")));
      }
    }
    said.remove("");
    assertThat(said).containsExactlyElementsOf(Vocabulary.WORDS);
    assertThat(Vocabulary.WORDS).hasSizeLessThan(140);
  }
}
