package org.nexusgen.bench;

import java.util.List;
import org.nexusgen.api.engine.FigurePart;

/** What can be measured by itself. */
enum Subject {
  /** Vision encoder. */
  ENCODER,
  /** Autoregressive backbone: prompt, single tokens, a picture's embeddings. */
  BACKBONE,
  /** Projector, diffusion transformer, autoencoder. */
  DECODER,
  /** The whole command in a process of its own. */
  COMMAND;

  /** Those that are opened in this process. */
  List<FigurePart> parts() {
    return switch (this) {
      case ENCODER -> List.of(FigurePart.VISION_ENCODER);
      case BACKBONE -> List.of(FigurePart.BACKBONE);
      case DECODER -> List.of(FigurePart.PROJECTOR, FigurePart.DECODER);
      case COMMAND -> List.of();
    };
  }
}
