package org.nexusgen.weights.names;

import org.nexusgen.weights.store.Checkpoint;

/** Backbone and vision encoder: the original names of Qwen2.5-VL. */
public final class BackboneNames {
  private static final String NEWER_TEXT = "model.language_model.";
  private static final String NEWER_VISION = "model.visual.";

  private BackboneNames() {}

  /** Undoes the nesting that transformers uses since version 4.52. */
  public static Checkpoint canonical(Checkpoint raw) {
    return raw.rename(BackboneNames::canonical);
  }

  /** The same for one name. */
  public static String canonical(String name) {
    if (name.startsWith(NEWER_TEXT)) {
      return "model." + name.substring(NEWER_TEXT.length());
    }
    if (name.startsWith(NEWER_VISION)) {
      return "visual." + name.substring(NEWER_VISION.length());
    }
    return name;
  }
}
