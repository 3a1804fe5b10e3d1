package org.nexusgen.data.shapes;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.nexusgen.api.train.TrainingSample;

/**
 * What the scorer must know of a sample, in the words that datasets carry.
 *
 * <ul>
 *   <li>{@code world}: {@code shapes}
 *   <li>{@code scene}: of the picture that is asked about or wanted, as {@link SceneText} writes it
 *   <li>{@code source}: the scene to edit
 *   <li>{@code prompt}: a description without the sentence around it
 *   <li>{@code caption}: of the wanted picture
 *   <li>{@code source_caption}: of the picture to edit
 *   <li>{@code questions}: kinds of the questions, a comma between them
 *   <li>{@code reference}: by what an edit's objects are named, or each question's, such as {@code
 *       shape}, {@code shape+place} or {@code none}; a comma between questions
 *   <li>{@code objects}: how many the picture shows that is asked about, edited or wanted
 * </ul>
 */
final class Truth {
  static final String WORLD = "world";
  static final String SHAPES = "shapes";
  static final String SCENE = "scene";
  static final String SOURCE = "source";
  private static final String PROMPT = "prompt";
  private static final String CAPTION = "caption";
  private static final String SOURCE_CAPTION = "source_caption";
  private static final String QUESTIONS = "questions";
  private static final String REFERENCE = "reference";
  private static final String OBJECTS = "objects";

  private Truth() {}

  static Map<String, String> of(Scene scene, List<Question> questions) {
    return Map.of(
        WORLD,
        SHAPES,
        SCENE,
        SceneText.write(scene),
        QUESTIONS,
        questions.stream()
            .map(question -> ShapesSettingsReader.code(question.kind()))
            .collect(Collectors.joining(",")),
        REFERENCE,
        questions.stream()
            .map(question -> joined(question.references()))
            .collect(Collectors.joining(",")),
        OBJECTS,
        count(scene));
  }

  static Map<String, String> of(Description description) {
    return Map.of(
        WORLD,
        SHAPES,
        SCENE,
        SceneText.write(description.scene()),
        PROMPT,
        description.text(),
        CAPTION,
        Phrases.caption(description.scene()),
        OBJECTS,
        count(description.scene()));
  }

  static Map<String, String> of(Edit edit) {
    return Map.of(
        WORLD,
        SHAPES,
        SCENE,
        SceneText.write(edit.target()),
        SOURCE,
        SceneText.write(edit.source()),
        CAPTION,
        Phrases.caption(edit.target()),
        SOURCE_CAPTION,
        Phrases.caption(edit.source()),
        REFERENCE,
        joined(edit.references()),
        OBJECTS,
        count(edit.source()));
  }

  static boolean isOfShapes(TrainingSample sample) {
    return SHAPES.equals(sample.truth().get(WORLD)) && sample.truth().containsKey(SCENE);
  }

  static Scene scene(TrainingSample sample) {
    return SceneText.read(sample.truth().getOrDefault(SCENE, ""));
  }

  /** The scene to edit, if it is an edit. */
  static Optional<Scene> source(TrainingSample sample) {
    return Optional.ofNullable(sample.truth().get(SOURCE)).map(SceneText::read);
  }

  private static String joined(List<Reference.Kind> kinds) {
    return kinds.isEmpty()
        ? "none"
        : kinds.stream().map(ShapesSettingsReader::code).collect(Collectors.joining("+"));
  }

  private static String count(Scene scene) {
    return String.valueOf(scene.objects().size());
  }
}
