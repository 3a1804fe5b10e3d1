package org.nexusgen.data.shapes;

import static org.nexusgen.data.shapes.Reference.Kind.COLOUR;
import static org.nexusgen.data.shapes.Reference.Kind.COLOUR_SHAPE;
import static org.nexusgen.data.shapes.Reference.Kind.PLACE;
import static org.nexusgen.data.shapes.Reference.Kind.SHAPE;
import static org.nexusgen.data.shapes.Reference.Kind.SIZE;
import static org.nexusgen.data.shapes.Reference.Kind.SIZE_COLOUR;
import static org.nexusgen.data.shapes.Reference.Kind.SIZE_SHAPE;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Asks about scenes. Where a question has two answers, each is right about half of the time. */
final class QuestionMaker {
  private static final double HALF = 0.5;

  private final Draw draw;
  private final References references;
  private final EnumSet<Reference.Kind> allowed;

  QuestionMaker(Draw draw, List<Reference.Kind> allowed) {
    this.draw = draw;
    this.references = new References(draw);
    this.allowed = EnumSet.copyOf(allowed);
  }

  /** A question of that kind; empty if the scene allows none that is unambiguous. */
  Optional<Question> make(Question.Kind kind, Scene scene) {
    return switch (kind) {
      case COLOR_OF ->
          about(scene, EnumSet.of(SHAPE, SIZE, SIZE_SHAPE))
              .map(it -> color(kind, it, it.object().colour()));
      case COLOR_AT ->
          about(scene, EnumSet.of(PLACE)).map(it -> color(kind, it, it.object().colour()));
      case SHAPE_OF ->
          about(scene, EnumSet.of(COLOUR, SIZE, SIZE_COLOUR)).map(it -> shape(kind, it));
      case SHAPE_AT -> about(scene, EnumSet.of(PLACE)).map(it -> shape(kind, it));
      case COUNT_SHAPE -> Optional.of(countShape(scene));
      case COUNT_COLOR -> Optional.of(countColor(scene));
      case COUNT_ALL -> Optional.of(countAll(scene));
      case WHERE ->
          about(scene, EnumSet.of(SHAPE, COLOUR, COLOUR_SHAPE, SIZE_SHAPE)).map(this::where);
      case EXISTS -> Optional.of(exists(scene));
      case BACKGROUND -> Optional.of(background(scene));
      case SIZE -> about(scene, EnumSet.of(SHAPE, COLOUR, COLOUR_SHAPE, PLACE)).map(this::size);
      case RELATION -> relation(scene);
      case CAPTION -> Optional.of(caption(scene));
    };
  }

  /**
   * Different questions on one scene, kinds in random order, every kind once before any comes
   * again; fewer than asked for if the scene allows no more.
   */
  List<Question> some(int count, List<Question.Kind> kinds, Scene scene) {
    Map<String, Question> asked = new LinkedHashMap<>();
    for (int round = 0; round < count && asked.size() < count; round++) {
      for (Question.Kind kind : draw.some(kinds, kinds.size())) {
        if (asked.size() < count) {
          make(kind, scene).ifPresent(question -> asked.putIfAbsent(question.text(), question));
        }
      }
    }
    return List.copyOf(asked.values());
  }

  private Optional<Reference> about(Scene scene, EnumSet<Reference.Kind> kinds) {
    kinds.retainAll(allowed);
    return references.any(scene, kinds);
  }

  private Question color(Question.Kind kind, Reference it, Colour answer) {
    String text = draw.oneOf("what color is %s?", "which color does %s have?");
    return new Question(kind, text.formatted(it.phrase()), answer.word(), List.of(it.kind()));
  }

  private Question shape(Question.Kind kind, Reference it) {
    // "what shape is the object at the top left?", in short "what shape is at the top left?"
    String text =
        it.kind() == PLACE && draw.chance(HALF)
            ? "what shape is " + draw.oneOf(Phrases.places(it.object().cell())) + "?"
            : draw.oneOf("what shape is %s?", "which shape does %s have?").formatted(it.phrase());
    return new Question(kind, text, it.object().shape().word(), List.of(it.kind()));
  }

  private Question countShape(Scene scene) {
    Shape shape =
        draw.chance(HALF) ? draw.oneOf(scene.objects()).shape() : draw.oneOf(Shape.values());
    return count(
        Question.Kind.COUNT_SHAPE, scene, shape.plural(), object -> object.shape() == shape);
  }

  private Question countColor(Scene scene) {
    Colour colour =
        draw.chance(HALF) ? draw.oneOf(scene.objects()).colour() : draw.oneOf(Colour.values());
    return count(
        Question.Kind.COUNT_COLOR,
        scene,
        colour.word() + " " + Phrases.THINGS,
        object -> object.colour() == colour);
  }

  private Question countAll(Scene scene) {
    return count(
        Question.Kind.COUNT_ALL, scene, draw.oneOf(Phrases.THINGS, "shapes"), object -> true);
  }

  private Question count(
      Question.Kind kind, Scene scene, String things, Predicate<SceneObject> counted) {
    String text =
        draw.oneOf(
            "how many %s are there?",
            "how many %s are in the image?", "how many %s does the image contain?");
    int count = (int) scene.objects().stream().filter(counted).count();
    return new Question(kind, text.formatted(things), Phrases.number(count));
  }

  private Question where(Reference it) {
    String text = draw.oneOf("where is %s?", "what is the position of %s?");
    return new Question(
        Question.Kind.WHERE,
        text.formatted(it.phrase()),
        it.object().cell().word(),
        List.of(it.kind()));
  }

  private Question exists(Scene scene) {
    SceneObject there = draw.oneOf(scene.objects());
    // Half of the wrong ones share a word with something that is there.
    SceneObject asked =
        draw.chance(HALF)
            ? there
            : draw.oneOf(
                there.in(draw.oneOf(Colour.values())),
                there.as(draw.oneOf(Shape.values())),
                draw.object(there.cell()));
    boolean byColour = draw.chance(HALF / 2);
    boolean byShape = !byColour && draw.chance(HALF / 2);
    String noun =
        byColour
            ? asked.colour().word() + " " + Phrases.THING
            : byShape ? asked.shape().word() : asked.colour().word() + " " + asked.shape().word();
    boolean yes =
        scene.objects().stream()
            .anyMatch(
                object ->
                    (byShape || object.colour() == asked.colour())
                        && (byColour || object.shape() == asked.shape()));
    String text = draw.oneOf("is there %s?", "does the image contain %s?");
    return new Question(
        Question.Kind.EXISTS, text.formatted(Phrases.withArticle(noun)), Phrases.yes(yes));
  }

  private Question background(Scene scene) {
    String text =
        draw.oneOf(
            "what is the background?",
            "which background does the image have?",
            "what background does the image have?");
    return new Question(Question.Kind.BACKGROUND, text, scene.background().word());
  }

  private Question size(Reference it) {
    String text = draw.oneOf("what size is %s?", "which size does %s have?");
    return new Question(
        Question.Kind.SIZE,
        text.formatted(it.phrase()),
        it.object().size().word(),
        List.of(it.kind()));
  }

  private Optional<Question> relation(Scene scene) {
    EnumSet<Reference.Kind> kinds = EnumSet.of(SHAPE, COLOUR, COLOUR_SHAPE);
    Optional<Reference> one = about(scene, kinds);
    if (one.isEmpty()) {
      return Optional.empty();
    }
    List<SceneObject> others = scene.without(one.get().object()).objects();
    return references
        .any(scene, others, kinds)
        .map(
            other -> {
              boolean wanted = draw.chance(HALF);
              List<Relation> fitting = new ArrayList<>();
              for (Relation relation : Relation.values()) {
                if (relation.holds(one.get().object(), other.object()) == wanted) {
                  fitting.add(relation);
                }
              }
              String text =
                  "is %s %s %s?"
                      .formatted(
                          one.get().phrase(),
                          draw.oneOf(draw.oneOf(fitting).words()),
                          other.phrase());
              return new Question(
                  Question.Kind.RELATION,
                  text,
                  Phrases.yes(wanted),
                  List.of(one.get().kind(), other.kind()));
            });
  }

  private Question caption(Scene scene) {
    String text =
        draw.oneOf(
            "describe the image.", "describe the picture.", "write a caption for the image.");
    return new Question(Question.Kind.CAPTION, text, Phrases.caption(scene));
  }
}
