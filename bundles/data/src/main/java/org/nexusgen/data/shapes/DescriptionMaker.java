package org.nexusgen.data.shapes;

import java.util.List;
import java.util.stream.Stream;

/** Makes prompts with the scenes that they mean. */
final class DescriptionMaker {
  private static final List<String> FRAMES =
      List.of(
          "generate an image of %s",
          "draw %s",
          "create a picture of %s",
          "generate an image according to the following description: %s",
          "%s",
          "show %s",
          "please paint %s");

  private final Draw draw;
  private final ShapesSettings.Span objects;

  /**
   * @param objects of scenes that are stated wholly; other kinds have numbers of their own
   */
  DescriptionMaker(Draw draw, ShapesSettings.Span objects) {
    this.draw = draw;
    this.objects = objects;
  }

  /** A sentence around a description. */
  String framed(String description) {
    return draw.oneOf(FRAMES).formatted(description);
  }

  Description make(Description.Kind kind) {
    return switch (kind) {
      case SINGLE -> {
        Shape shape = draw.oneOf(Shape.values());
        yield plain(kind, Phrases.withArticle(shape.word()), usual(Cell.CENTER, shape));
      }
      case COLOR -> {
        SceneObject object = usual(Cell.CENTER, draw.oneOf(Shape.values())).in(colour());
        yield plain(kind, Phrases.coloured(object), object);
      }
      case SIZED -> {
        SceneObject object = draw.object(Cell.CENTER);
        yield plain(kind, Phrases.full(object), object);
      }
      case TWO -> two();
      case COUNT -> count();
      case POSITION -> position();
      case BINDING -> binding();
      case DENSE -> {
        Scene scene = draw.scene(objects.draw(draw));
        yield new Description(kind, dense(scene), scene);
      }
    };
  }

  /** The caption, in one of the ways to say it. */
  private String dense(Scene scene) {
    List<String> items =
        scene.objects().stream()
            .map(object -> Phrases.full(object) + " " + draw.oneOf(Phrases.places(object.cell())))
            .toList();
    return Phrases.list(items)
        + " "
        + draw.oneOf("on", "with", "over")
        + " "
        + Phrases.on(scene.background());
  }

  private Description two() {
    List<Shape> shapes = draw.some(List.of(Shape.values()), 2);
    String text =
        Phrases.withArticle(shapes.get(0).word())
            + " and "
            + Phrases.withArticle(shapes.get(1).word());
    return plain(
        Description.Kind.TWO,
        text,
        usual(Cell.MIDDLE_LEFT, shapes.get(0)),
        usual(Cell.MIDDLE_RIGHT, shapes.get(1)));
  }

  private Description count() {
    int count = 2 + draw.below(Scene.MOST_OBJECTS - 1);
    Shape shape = draw.oneOf(Shape.values());
    Colour colour = colour();
    String text = Phrases.number(count) + " " + colour.word() + " " + shape.plural();
    SceneObject[] objects =
        places(count).stream()
            .map(cell -> usual(cell, shape).in(colour))
            .toArray(SceneObject[]::new);
    return plain(Description.Kind.COUNT, text, objects);
  }

  private Description position() {
    Relation relation = draw.oneOf(Relation.values());
    SceneObject first = draw.object(relation.first()).sized(Size.LARGE);
    SceneObject second = draw.object(relation.second()).sized(Size.LARGE);
    String text =
        Phrases.coloured(first)
            + " "
            + draw.oneOf(relation.words())
            + " "
            + Phrases.coloured(second);
    return plain(Description.Kind.POSITION, text, first, second);
  }

  private Description binding() {
    int count = 2 + draw.below(2);
    List<SceneObject> objects =
        places(count).stream().map(cell -> draw.object(cell).sized(Size.LARGE)).toList();
    String text = String.join(" and ", objects.stream().map(Phrases::coloured).toList());
    return plain(Description.Kind.BINDING, text, objects.toArray(SceneObject[]::new));
  }

  /** Where a number of objects stand that nobody placed. */
  private static List<Cell> places(int count) {
    return switch (count) {
      case 2 -> List.of(Cell.MIDDLE_LEFT, Cell.MIDDLE_RIGHT);
      case 3 -> List.of(Cell.MIDDLE_LEFT, Cell.CENTER, Cell.MIDDLE_RIGHT);
      default -> Stream.of(Cell.values()).filter(Cell::isCorner).toList();
    };
  }

  private Colour colour() {
    return draw.oneOf(Colour.values());
  }

  private static SceneObject usual(Cell cell, Shape shape) {
    return new SceneObject(cell, shape, Colour.RED, Size.LARGE);
  }

  private static Description plain(Description.Kind kind, String text, SceneObject... objects) {
    return new Description(kind, text, new Scene(Background.WHITE, List.of(objects)));
  }
}
