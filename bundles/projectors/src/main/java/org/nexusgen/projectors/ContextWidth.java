package org.nexusgen.projectors;

import org.nexusgen.api.weights.ModelFolder;

/** The width of a decoder's context tokens, as its configuration has it. */
final class ContextWidth {
  private ContextWidth() {}

  static int of(ModelFolder model) {
    return model.requireConfig("transformer/config.json").requireInt("joint_attention_dim");
  }
}
