package org.nexusgen.data.shapes;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * What samples of the world are like.
 *
 * @param objects in the scenes of questions, edits and prompts that state everything
 * @param turns questions on one picture
 * @param prompts descriptions in one sample
 * @param edits of one picture
 * @param drills on one picture
 * @param alternatives whether questions, prompts and edits of a sample stand each for itself
 * @param captions chance that one of the questions asks for a caption; empty if captions are a kind
 *     of question like the others
 * @param pairs which pairs of colour and shape are shown
 * @param questionKinds that are asked
 * @param promptKinds that are said
 * @param editKinds that are wanted
 * @param references by which questions and edits name objects
 */
record ShapesSettings(
    Span objects,
    Span turns,
    Span prompts,
    Span edits,
    Span drills,
    boolean alternatives,
    OptionalDouble captions,
    Pairs pairs,
    List<Question.Kind> questionKinds,
    List<Description.Kind> promptKinds,
    List<Edit.Kind> editKinds,
    List<Reference.Kind> references) {
  private static final int USUAL_MOST_TURNS = 4;

  /** Whole numbers from a least to a most. */
  record Span(int least, int most) {
    int draw(Draw draw) {
      return least + draw.below(most - least + 1);
    }
  }

  /** A split by pairs of colour and shape, besides that by scenes. */
  enum Pairs {
    ALL,
    /** Scenes without the held-out pairs. */
    SEEN,
    /** Scenes with a held-out pair. */
    NOVEL;

    boolean has(Scene scene) {
      return switch (this) {
        case ALL -> true;
        case SEEN -> !scene.hasNovelPair();
        case NOVEL -> scene.hasNovelPair();
      };
    }
  }

  ShapesSettings {
    questionKinds = List.copyOf(questionKinds);
    promptKinds = List.copyOf(promptKinds);
    editKinds = List.copyOf(editKinds);
    references = List.copyOf(references);
  }

  /** Everything, one to four objects, one to four questions. */
  static ShapesSettings usual() {
    return new ShapesSettings(
        new Span(1, Scene.MOST_OBJECTS),
        new Span(1, USUAL_MOST_TURNS),
        new Span(1, 1),
        new Span(1, 1),
        new Span(0, 0),
        false,
        OptionalDouble.empty(),
        Pairs.ALL,
        List.of(Question.Kind.values()),
        List.of(Description.Kind.values()),
        List.of(Edit.Kind.values()),
        List.of(Reference.Kind.values()));
  }

  /** Kinds of questions that are drawn where captions have a chance of their own. */
  List<Question.Kind> drawnQuestionKinds() {
    return captions.isEmpty()
        ? questionKinds
        : Stream.of(Question.Kind.values())
            .filter(kind -> kind != Question.Kind.CAPTION && questionKinds.contains(kind))
            .toList();
  }
}
