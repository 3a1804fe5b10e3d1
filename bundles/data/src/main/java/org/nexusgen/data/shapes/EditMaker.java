package org.nexusgen.data.shapes;

import static org.nexusgen.data.shapes.Edit.Kind.BACKGROUND;
import static org.nexusgen.data.shapes.Edit.Kind.MULTI;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Asks for edits of scenes. */
final class EditMaker {
  private static final int MOST_TRIES = 20;

  private final Draw draw;
  private final References references;
  private final EnumSet<Reference.Kind> allowed;

  EditMaker(Draw draw, List<Reference.Kind> allowed) {
    this.draw = draw;
    this.allowed = EnumSet.copyOf(allowed);
    this.references = new References(draw);
  }

  /** An edit of that kind; empty if the scene allows none that is unambiguous. */
  Optional<Edit> make(Edit.Kind kind, Scene scene) {
    return switch (kind) {
      case RECOLOUR -> named(scene).map(it -> recolour(scene, it));
      case REPLACE -> named(scene).map(it -> replace(scene, it));
      case RESIZE -> named(scene).map(it -> resize(scene, it));
      // The last object stays: a scene has one at least.
      case REMOVE ->
          scene.objects().size() < 2 ? Optional.empty() : named(scene).map(it -> remove(scene, it));
      case MOVE -> named(scene).map(it -> move(scene, it));
      case ADD ->
          scene.objects().size() < Scene.MOST_OBJECTS ? Optional.of(add(scene)) : Optional.empty();
      case BACKGROUND -> Optional.of(background(scene));
      case MULTI -> multi(scene);
    };
  }

  private Optional<Reference> named(Scene scene) {
    return references.any(scene, allowed);
  }

  private Edit recolour(Scene scene, Reference it) {
    SceneObject old = it.object();
    Colour colour = draw.other(Colour.values(), old.colour());
    String text =
        draw.oneOf("make %s %s", "turn %s %s", "recolor %s to %s", "change the color of %s to %s");
    return changed(
        Edit.Kind.RECOLOUR, text.formatted(it.phrase(), colour.word()), scene, it, old.in(colour));
  }

  private Edit replace(Scene scene, Reference it) {
    SceneObject old = it.object();
    Shape shape = draw.other(Shape.values(), old.shape());
    String text = draw.oneOf("replace %s with %s", "turn %s into %s", "change %s into %s");
    return changed(
        Edit.Kind.REPLACE,
        text.formatted(it.phrase(), Phrases.withArticle(shape.word())),
        scene,
        it,
        old.as(shape));
  }

  private Edit resize(Scene scene, Reference it) {
    Size size = it.object().size().other();
    String comparative = size == Size.LARGE ? "larger" : "smaller";
    String text =
        draw.oneOf(
            "make %s " + comparative,
            "make %s " + size.word(),
            "resize %s to be " + size.word(),
            "change the size of %s to " + size.word());
    return changed(
        Edit.Kind.RESIZE, text.formatted(it.phrase()), scene, it, it.object().sized(size));
  }

  private Edit remove(Scene scene, Reference it) {
    String text = draw.oneOf("remove %s", "delete %s", "erase %s", "take %s away", "take away %s");
    return new Edit(
        Edit.Kind.REMOVE,
        text.formatted(it.phrase()),
        scene,
        scene.without(it.object()),
        List.of(it.kind()));
  }

  private Edit move(Scene scene, Reference it) {
    Cell cell = draw.oneOf(scene.freeCells());
    String place = draw.oneOf(Phrases.spots(cell));
    String text =
        draw.oneOf(
            "move %s to " + place,
            "shift %s to " + place,
            "put %s at " + place,
            "place %s at " + place);
    return changed(Edit.Kind.MOVE, text.formatted(it.phrase()), scene, it, it.object().at(cell));
  }

  private Edit add(Scene scene) {
    SceneObject added = draw.object(draw.oneOf(scene.freeCells()));
    String text =
        "%s %s %s"
            .formatted(
                draw.oneOf("add", "insert", "put", "place"),
                Phrases.full(added),
                draw.oneOf(Phrases.places(added.cell())));
    return new Edit(Edit.Kind.ADD, text, scene, scene.with(added), List.of());
  }

  private Edit background(Scene scene) {
    Background background = draw.other(Background.values(), scene.background());
    String text =
        draw.oneOf(
            "change the background to " + background.word(),
            "make the background " + background.word(),
            "set the background to " + background.word(),
            "use " + Phrases.on(background));
    return new Edit(BACKGROUND, text, scene, scene.on(background), List.of());
  }

  private static Edit changed(
      Edit.Kind kind, String text, Scene scene, Reference it, SceneObject now) {
    return new Edit(kind, text, scene, scene.replacing(it.object(), now), List.of(it.kind()));
  }

  /** Two edits of which neither touches what the other does: either order makes the same scene. */
  private Optional<Edit> multi(Scene scene) {
    List<Edit.Kind> single = Stream.of(Edit.Kind.values()).filter(kind -> kind != MULTI).toList();
    for (int i = 0; i < MOST_TRIES; i++) {
      List<Edit.Kind> kinds = draw.some(single, 2);
      Optional<Edit> first = make(kinds.get(0), scene);
      Optional<Edit> second = make(kinds.get(1), scene);
      if (first.isPresent() && second.isPresent() && apart(first.get(), second.get())) {
        return joined(first.get(), second.get());
      }
    }
    return Optional.empty();
  }

  private static boolean apart(Edit first, Edit second) {
    return touched(first).stream().noneMatch(touched(second)::contains)
        && first.target().objects().size() + second.target().objects().size()
            <= first.source().objects().size() + Scene.MOST_OBJECTS;
  }

  private static List<Cell> touched(Edit edit) {
    return Stream.of(Cell.values())
        .filter(cell -> !edit.source().at(cell).equals(edit.target().at(cell)))
        .toList();
  }

  private Optional<Edit> joined(Edit first, Edit second) {
    Scene target = first.target();
    for (Cell cell : touched(second)) {
      target = target.at(cell).map(target::without).orElse(target);
    }
    for (Cell cell : touched(second)) {
      target = second.target().at(cell).map(target::with).orElse(target);
    }
    if (second.kind() == BACKGROUND) {
      target = target.on(second.target().background());
    }
    List<Reference.Kind> named = new ArrayList<>(first.references());
    named.addAll(second.references());
    String text = first.instruction() + draw.oneOf(" and ", ", then ") + second.instruction();
    return stillClear(first, second)
        ? Optional.of(new Edit(MULTI, text, first.source(), target, named))
        : Optional.empty();
  }

  /** Whether the second phrase means the same object before and after the first edit. */
  private static boolean stillClear(Edit first, Edit second) {
    List<Cell> touched = touched(second);
    return second.references().stream()
        .allMatch(
            kind ->
                touched.stream()
                    .flatMap(cell -> second.source().at(cell).stream())
                    .allMatch(object -> Reference.isClear(kind, object, first.target())));
  }
}
