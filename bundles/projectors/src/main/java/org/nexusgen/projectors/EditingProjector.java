package org.nexusgen.projectors;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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

/**
 * Context tokens from a target picture's embeddings and, behind them, those of the source picture:
 * {@link MergerNetwork}. Every picture is a group of its own on the decoder's grid.
 */
final class EditingProjector implements Projector {
  private final MergerConfig config;
  private final MergerRotary rotary;
  private final GraphSession session;

  EditingProjector(PartContext context) {
    WeightStore weights = context.model().weights(WeightSet.EDITING_DECODER);
    config = MergerConfig.of(context.model(), weights);
    rotary = new MergerRotary(config, context.model().settings().mergerBaseGrid());
    session =
        context
            .engine()
            .open(new MergerNetwork(config).graph(MergerNetwork.ONE), weights, context.session());
  }

  @Override
  public Conditioning project(ImageEmbedding target, List<ImageEmbedding> references) {
    if (references.size() > 1) {
      throw new BadInputException(
          "editing projector: got %d reference pictures, takes none or one"
              .formatted(references.size()));
    }
    List<ImageEmbedding> pictures = Stream.concat(Stream.of(target), references.stream()).toList();
    MergerRotary.Tables tables = rotary.tables(pictures);
    Map<String, Tensor> inputs =
        Map.of(
            MergerNetwork.INPUT, joined(pictures).embeddings(),
            MergerNetwork.COS, tables.cos(),
            MergerNetwork.SIN, tables.sin());
    try (RunResult result = session.run(inputs)) {
      return new Conditioning(result.tensor(MergerNetwork.OUTPUT), Groups.of(pictures, true));
    }
  }

  private PictureBatch joined(List<ImageEmbedding> pictures) {
    return new PictureBatch(List.of(pictures), config.hiddenSize(), "editing projector");
  }

  @Override
  public void close() {
    session.close();
  }
}
