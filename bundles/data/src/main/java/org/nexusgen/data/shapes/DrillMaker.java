package org.nexusgen.data.shapes;

import java.util.ArrayList;
import java.util.List;
import org.nexusgen.api.train.TrainingSample.Drill;

/**
 * Short texts on a scene: the attributes of one object in a fixed round, begun at one that names it
 * alone ({@code star}: {@code yellow large top left}), or a count ({@code red objects}: {@code
 * one}). Each word is one look-up; questions and edits need two.
 */
final class DrillMaker {
  private static final double COUNTS = 0.25;
  private static final double BY_SHAPE = 0.6;
  private static final double OF_ANYTHING = 0.3;

  private final Draw draw;

  DrillMaker(Draw draw) {
    this.draw = draw;
  }

  /** That many drills, all objects in turn. */
  List<Drill> some(int count, Scene scene) {
    List<Drill> drills = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      SceneObject object = scene.objects().get(i % scene.objects().size());
      drills.add(draw.chance(COUNTS) ? count(scene) : attributes(object, scene));
    }
    return drills;
  }

  private Drill attributes(SceneObject object, Scene scene) {
    List<String> round =
        List.of(
            object.shape().word(),
            object.colour().word(),
            object.size().word(),
            object.cell().word());
    List<Integer> naming = new ArrayList<>(List.of(round.indexOf(object.cell().word())));
    if (scene.objects().stream().filter(each -> each.shape() == object.shape()).count() == 1) {
      naming.add(round.indexOf(object.shape().word()));
    }
    if (scene.objects().stream().filter(each -> each.colour() == object.colour()).count() == 1) {
      naming.add(round.indexOf(object.colour().word()));
    }
    int first = draw.oneOf(naming);
    List<String> words = new ArrayList<>();
    for (int i = 0; i < round.size(); i++) {
      words.add(round.get((first + i) % round.size()));
    }
    return new Drill(words.get(0), String.join(" ", words.subList(1, words.size())));
  }

  private Drill count(Scene scene) {
    SceneObject some = draw.oneOf(scene.objects());
    if (draw.chance(BY_SHAPE)) {
      Shape shape = draw.chance(OF_ANYTHING) ? draw.oneOf(Shape.values()) : some.shape();
      long count = scene.objects().stream().filter(each -> each.shape() == shape).count();
      return new Drill(shape.plural(), Phrases.number((int) count));
    }
    Colour colour = draw.chance(OF_ANYTHING) ? draw.oneOf(Colour.values()) : some.colour();
    long count = scene.objects().stream().filter(each -> each.colour() == colour).count();
    return new Drill(colour.word() + " " + Phrases.THINGS, Phrases.number((int) count));
  }
}
