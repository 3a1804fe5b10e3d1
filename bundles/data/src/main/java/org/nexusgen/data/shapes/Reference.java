package org.nexusgen.data.shapes;

import java.util.List;

/** A phrase that means exactly one object of a scene. */
record Reference(Kind kind, String phrase, SceneObject object) {
  /** What a phrase names its object by. */
  enum Kind {
    /** "the star". */
    SHAPE,
    /** "the red object". */
    COLOUR,
    /** "the small object". */
    SIZE,
    /** "the red star". */
    COLOUR_SHAPE,
    /** "the small star". */
    SIZE_SHAPE,
    /** "the small red object". */
    SIZE_COLOUR,
    /** "the object at the top left". */
    PLACE;

    /** Whether the phrase for one object would mean the other, too. */
    boolean confuses(SceneObject one, SceneObject other) {
      boolean shape = one.shape() == other.shape();
      boolean colour = one.colour() == other.colour();
      boolean size = one.size() == other.size();
      return switch (this) {
        case SHAPE -> shape;
        case COLOUR -> colour;
        case SIZE -> size;
        case COLOUR_SHAPE -> colour && shape;
        case SIZE_SHAPE -> size && shape;
        case SIZE_COLOUR -> size && colour;
        case PLACE -> one.cell() == other.cell();
      };
    }
  }

  /** Whether the phrase means this object and no other one of a scene. */
  static boolean isClear(Kind kind, SceneObject object, Scene scene) {
    return scene.objects().contains(object)
        && scene.objects().stream().filter(other -> kind.confuses(object, other)).count() == 1;
  }

  /** A phrase of that kind. */
  static Reference to(SceneObject object, Kind kind, Draw draw) {
    String size = object.size().word();
    String colour = object.colour().word();
    String shape = object.shape().word();
    String thing = Phrases.THING;
    String phrase =
        switch (kind) {
          case SHAPE -> words(shape);
          case COLOUR -> words(colour, thing);
          case SIZE -> words(size, thing);
          case COLOUR_SHAPE -> words(colour, shape);
          case SIZE_SHAPE -> words(size, shape);
          case SIZE_COLOUR -> words(size, colour, thing);
          case PLACE -> words(thing, draw.oneOf(Phrases.places(object.cell())));
        };
    return new Reference(kind, phrase, object);
  }

  private static String words(String... words) {
    return "the " + String.join(" ", List.of(words));
  }
}
