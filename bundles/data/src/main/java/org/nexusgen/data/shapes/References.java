package org.nexusgen.data.shapes;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** Draws references that are clear in a scene. */
final class References {
  private final Draw draw;

  References(Draw draw) {
    this.draw = draw;
  }

  /** To any object, by one of the kinds; empty if none is clear. */
  Optional<Reference> any(Scene scene, EnumSet<Reference.Kind> kinds) {
    return any(scene, scene.objects(), kinds);
  }

  /** To one of some objects of the scene. */
  Optional<Reference> any(
      Scene scene, List<SceneObject> candidates, EnumSet<Reference.Kind> kinds) {
    List<Reference> clear = new ArrayList<>();
    for (Reference.Kind kind : kinds) {
      // One candidate a kind, so that no kind is rare because few objects allow it.
      List<SceneObject> named =
          candidates.stream().filter(object -> Reference.isClear(kind, object, scene)).toList();
      if (!named.isEmpty()) {
        clear.add(Reference.to(draw.oneOf(named), kind, draw));
      }
    }
    return clear.isEmpty() ? Optional.empty() : Optional.of(draw.oneOf(clear));
  }
}
