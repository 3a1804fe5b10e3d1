package org.nexusgen.data.shapes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.message.Message;
import org.nexusgen.api.message.Part;
import org.nexusgen.api.message.Role;
import org.nexusgen.api.train.SampleSource;
import org.nexusgen.api.train.SampleSource.Split;
import org.nexusgen.api.train.TrainingSample;
import org.nexusgen.api.train.TrainingSample.Task;

@DisplayName("The source of the shapes world")
class ShapesSourceTest {
  private static List<TrainingSample> samples(String source, Split split, Task task, int count) {
    try (SampleSource opened = new ShapesSources().open(source, split, 7)) {
      return LongStream.range(0, count).mapToObj(i -> opened.sample(task, i)).toList();
    }
  }

  private static List<TrainingSample> samples(String source, Task task) {
    return samples(source, Split.TRAINING, task, 200);
  }

  @ParameterizedTest
  @EnumSource(Task.class)
  @DisplayName("gives samples of the task that is asked for, the same again and others elsewhere")
  void tasksAreAsAsked(Task task) {
    List<TrainingSample> samples = samples("shapes", task);
    assertThat(samples)
        .allMatch(sample -> sample.task() == task && Task.of(sample.messages()) == task);
    assertThat(samples.stream().map(TrainingSample::id).distinct()).hasSize(200);
    assertThat(words(samples)).isEqualTo(words(samples("shapes", task)));
    assertThat(words(samples)).isNotEqualTo(words(samples("shapes", Split.HELD_OUT, task, 200)));
  }

  @ParameterizedTest
  @EnumSource(Task.class)
  @DisplayName("shows in every picture the scene that the truth states")
  void picturesShowTheTruth(Task task) {
    for (TrainingSample sample : samples("shapes", task)) {
      List<Scene> shown =
          sample.messages().stream()
              .flatMap(message -> message.images().stream())
              .map(image -> PixelScorer.read(image).orElseThrow())
              .toList();
      assertThat(shown.getLast()).isEqualTo(Truth.scene(sample));
      Truth.source(sample).ifPresent(source -> assertThat(shown.getFirst()).isEqualTo(source));
      assertThat(Truth.source(sample).isPresent()).isEqualTo(task == Task.EDITING);
    }
  }

  @Test
  @DisplayName("has held-out prompts of every kind, and shows none of their scenes in training")
  void everyKindHasHeldOutPrompts() {
    for (Description.Kind kind : Description.Kind.values()) {
      String source = "shapes?kinds=prompt." + ShapesSettingsReader.code(kind);
      Set<Scene> heldOut = scenes(samples(source, Split.HELD_OUT, Task.GENERATION, 100));
      Set<Scene> training = scenes(samples(source, Split.TRAINING, Task.GENERATION, 400));
      assertThat(heldOut).as(kind.word()).isNotEmpty().doesNotContainAnyElementsOf(training);
    }
  }

  @Test
  @DisplayName("keeps held-out scenes out of questions and both sides of edits")
  void heldOutScenesAreNotTrained() {
    for (Task task : Task.values()) {
      for (TrainingSample sample : samples("shapes", task)) {
        assertThat(Truth.scene(sample).isHeldOut()).isFalse();
        assertThat(Truth.source(sample).filter(Scene::isHeldOut)).isEmpty();
      }
    }
  }

  @Test
  @DisplayName("asks as many questions on a picture as wanted, all different")
  void asksManyQuestions() {
    for (TrainingSample sample :
        samples("shapes?questions=12&captions=0&objects=2-4", Task.UNDERSTANDING)) {
      List<String> questions =
          sample.messages().stream()
              .filter(message -> message.role() == Role.USER)
              .map(ShapesSourceTest::text)
              .toList();
      assertThat(questions).hasSize(12).doesNotHaveDuplicates();
      assertThat(questions).noneMatch(text -> text.startsWith("describe"));
      assertThat(sample.truth().get("questions").split(",")).hasSize(12);
      assertThat(sample.truth().get("reference").split(",")).hasSize(12);
    }
  }

  @Test
  @DisplayName("asks for captions as often as wanted")
  void captionsHaveAShare() {
    long captions =
        samples("shapes?questions=3&captions=0.3", Split.TRAINING, Task.UNDERSTANDING, 1000)
            .stream()
            .filter(sample -> sample.truth().get("questions").contains("caption"))
            .count();
    assertThat(captions).isBetween(250L, 350L);
    assertThat(samples("shapes?questions=1&captions=1", Task.UNDERSTANDING))
        .allMatch(sample -> sample.kind().equals("caption"));
  }

  @Test
  @DisplayName("keeps to the kinds, objects and references that are named")
  void keepsToSettings() {
    String source =
        "shapes?objects=1-2&kinds=color_of,recolour,binding&references=shape&questions=1";
    assertThat(kinds(samples(source, Task.UNDERSTANDING))).containsExactly("color_of");
    assertThat(kinds(samples(source, Task.GENERATION))).containsExactly("binding");
    assertThat(kinds(samples(source, Task.EDITING))).containsExactly("recolour");
    for (TrainingSample sample : samples(source, Task.EDITING)) {
      assertThat(sample.truth()).containsEntry("reference", "shape");
      assertThat(Integer.parseInt(sample.truth().get("objects"))).isBetween(1, 2);
    }
    assertThat(kinds(samples("shapes?kinds=edit.background", Task.UNDERSTANDING)))
        .hasSizeGreaterThan(1);
    assertThat(kinds(samples("shapes?kinds=edit.background", Task.EDITING)))
        .containsExactly("background");
  }

  @Test
  @DisplayName("leaves held-out pairs of colour and shape out, or shows one in every picture")
  void pairsCanBeHeldOut() {
    EnumSet<Colour> novel = EnumSet.noneOf(Colour.class);
    for (Task task : Task.values()) {
      assertThat(scenes(samples("shapes?pairs=seen", task))).noneMatch(Scene::hasNovelPair);
      Set<Scene> scenes = scenes(samples("shapes?pairs=novel", Split.HELD_OUT, task, 100));
      assertThat(scenes).allMatch(Scene::hasNovelPair);
      scenes.forEach(
          scene ->
              scene.objects().stream()
                  .filter(SceneObject::isNovelPair)
                  .forEach(object -> novel.add(object.colour())));
    }
    assertThat(novel).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shapes?colour=red",
        "shapes?objects=0-2",
        "shapes?objects=5",
        "shapes?objects=3-2",
        "shapes?objects=",
        "shapes?questions=none",
        "shapes?captions=1.5",
        "shapes?captions=x",
        "shapes?kinds=colour_of",
        "shapes?kinds=prompt.recolour",
        "shapes?references=name",
        "shapes?references=shape,name",
        "shapes?pairs=some",
        "shapes?objects",
        "shapes?objects=1&objects=2"
      })
  @DisplayName("refuses settings that it does not know, saying what it wants")
  void refusesUnknownSettings(String source) {
    assertThatThrownBy(() -> new ShapesSources().open(source, Split.TRAINING, 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("shapes")
        .hasMessageContaining(source.contains("&") ? "twice" : "wants");
  }

  @Test
  @DisplayName("refuses settings that no sample can keep to")
  void refusesWhatCannotBe() {
    assertThatThrownBy(() -> samples("shapes?kinds=prompt.single&pairs=novel", Task.GENERATION))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("generation");
  }

  private static Set<String> kinds(List<TrainingSample> samples) {
    Set<String> kinds = new TreeSet<>();
    samples.forEach(sample -> kinds.add(sample.kind()));
    return kinds;
  }

  private static Set<Scene> scenes(List<TrainingSample> samples) {
    Set<Scene> scenes = new HashSet<>();
    samples.forEach(sample -> scenes.add(Truth.scene(sample)));
    return scenes;
  }

  private static List<String> words(List<TrainingSample> samples) {
    return samples.stream()
        .flatMap(sample -> sample.messages().stream())
        .map(ShapesSourceTest::text)
        .toList();
  }

  private static String text(Message message) {
    return String.join(
        "",
        message.parts().stream()
            .flatMap(
                part ->
                    part instanceof Part.TextPart words ? Stream.of(words.text()) : Stream.empty())
            .toList());
  }
}
