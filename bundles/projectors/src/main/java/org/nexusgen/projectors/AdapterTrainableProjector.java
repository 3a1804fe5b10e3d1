package org.nexusgen.projectors;

import java.util.List;
import java.util.Map;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.decode.Conditioning.TokenGroup;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.InitialWeight;
import org.nexusgen.api.train.TrainableProjector;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.graph.nn.FreshWeights;

/** The adapter over a batch of target pictures: {@link AdapterNetwork}. */
final class AdapterTrainableProjector implements TrainableProjector {
  private final AdapterNetwork network;
  private final boolean positioned;
  private final Graph graph;

  AdapterTrainableProjector(ModelFolder model) {
    network = AdapterNetwork.of(model);
    positioned = model.settings().gridContextIds();
    graph = network.graph();
  }

  @Override
  public DecodingTask task() {
    return DecodingTask.GENERATION;
  }

  @Override
  public WeightSet weightSet() {
    return WeightSet.GENERATION_DECODER;
  }

  @Override
  public Graph graph() {
    return graph;
  }

  @Override
  public List<InitialWeight> initialWeights() {
    return FreshWeights.of(graph);
  }

  @Override
  public Map<String, Tensor> inputs(List<List<ImageEmbedding>> pictures) {
    PictureBatch batch = new PictureBatch(pictures, network.width(), "generation projector");
    batch.parts().forEach(AdapterTrainableProjector::requireTargetAlone);
    return Map.of(AdapterNetwork.INPUT, batch.embeddings());
  }

  @Override
  public List<TokenGroup> groups(List<ImageEmbedding> picture) {
    requireTargetAlone(picture);
    return Groups.of(picture, positioned);
  }

  private static void requireTargetAlone(List<ImageEmbedding> picture) {
    if (picture.size() != 1) {
      throw new BadInputException(
          "generation projector: got %d embeddings for a picture, wants its target alone; train the editing decoder with reference pictures"
              .formatted(picture.size()));
    }
  }
}
