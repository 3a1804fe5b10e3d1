package org.nexusgen.api.engine;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A box of the paper's figure that has a network of its own, which some engine runs. */
public enum FigurePart {
  /** Pictures to the shared embedding space. */
  VISION_ENCODER("vision-encoder"),
  /** The language model that writes tokens and image embeddings. */
  BACKBONE("backbone"),
  /** Image embeddings to the decoder's conditioning. */
  PROJECTOR("projector"),
  /** The diffusion transformer and the autoencoder. */
  DECODER("decoder"),
  /** CLIP and T5 for negative prompts. */
  TEXT_ENCODER("text-encoder");

  private final String word;

  FigurePart(String word) {
    this.word = word;
  }

  /** As people write it. */
  public String word() {
    return word;
  }

  /** The part of that name, if there is one. */
  public static Optional<FigurePart> named(String word) {
    return Arrays.stream(values()).filter(part -> part.word.equals(word)).findFirst();
  }

  /** All names, in the figure's order. */
  public static List<String> words() {
    return Arrays.stream(values()).map(FigurePart::word).toList();
  }
}
