package org.nexusgen.projectors;

import java.util.List;
import java.util.Map;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.decode.Conditioning;
import org.nexusgen.api.decode.Projector;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.api.weights.WeightStore;

/** One group of context tokens from a target picture's embeddings: {@link AdapterNetwork}. */
final class GenerationProjector implements Projector {
  private final AdapterNetwork network;
  private final boolean positioned;
  private final GraphSession session;

  GenerationProjector(PartContext context) {
    WeightStore weights = context.model().weights(WeightSet.GENERATION_DECODER);
    network = AdapterNetwork.of(weights);
    positioned = context.model().settings().gridContextIds();
    session = context.engine().open(network.graph(), weights, context.session());
  }

  @Override
  public Conditioning project(ImageEmbedding target, List<ImageEmbedding> references) {
    if (!references.isEmpty()) {
      throw new BadInputException(
          "generation projector: got %d reference pictures, takes none; edit with the editing decoder"
              .formatted(references.size()));
    }
    Widths.require(target, network.width(), "generation projector");
    Tensor embedding = target.values().reshape(1, target.tokens(), target.width());
    try (RunResult result = session.run(Map.of(AdapterNetwork.INPUT, embedding))) {
      return new Conditioning(
          result.tensor(AdapterNetwork.OUTPUT), Groups.of(List.of(target), positioned));
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
