package org.nexusgen.textencoders;

import org.nexusgen.api.BadInputException;
import org.nexusgen.api.weights.ModelFolder;

/** The error for a prompt that cannot be encoded, as the checkpoint came without a tokenizer. */
final class MissingTokenizer {
  private MissingTokenizer() {}

  static BadInputException of(String encoder, String files, ModelFolder model) {
    return new BadInputException(
        ("a negative prompt needs %s's tokenizer: no %s under FLUX/FLUX.1-dev of %s; copy it from"
                + " FLUX.1-dev, or leave the negative prompt empty")
            .formatted(encoder, files, model.root()));
  }
}
