package org.nexusgen.pipeline;

import java.util.List;
import org.nexusgen.api.decode.Conditioning;
import org.nexusgen.api.decode.Projector;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.vision.ImageEmbedding;

/** A projector under watch: one conditioning, of numbers. */
record WatchedProjector(OpenPart<Projector> part, Watch watch) implements Projector {
  @Override
  public Conditioning project(ImageEmbedding target, List<ImageEmbedding> references) {
    Conditioning made =
        part.call(
            watch,
            "project %d embeddings".formatted(target.tokens()),
            (projector, pulse) -> projector.project(target, references));
    Tensor tokens = made.tokens();
    if (tokens.shape().dim(0) != 1) {
      throw part.label().gave("a conditioning of shape " + tokens.shape(), "[1,m,c]");
    }
    Finite.require(part.label(), "conditioning tokens", tokens);
    return made;
  }

  /** The model closes its parts. */
  @Override
  public void close() {}
}
