package org.nexusgen.projectors;

import java.util.List;
import java.util.Map;
import org.nexusgen.api.decode.Conditioning.TokenGroup;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.InitialWeight;
import org.nexusgen.api.train.TrainableProjector;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.graph.nn.FreshWeights;

/**
 * The merger over a batch of targets with their references: {@link MergerNetwork}. Its layers have
 * the names and shapes of the backbone's, {@code embedding_merger.layers.0} those of {@code
 * model.layers.0}, from which the published model was started.
 */
final class MergerTrainableProjector implements TrainableProjector {
  /** The standard deviation with which transformers makes Qwen's layers. */
  private static final double RELEASED_INITIALIZER_RANGE = 0.02;

  private final MergerConfig config;
  private final MergerRotary rotary;
  private final double initializerRange;
  private final Graph graph;

  MergerTrainableProjector(ModelFolder model) {
    config = MergerConfig.of(model);
    rotary = new MergerRotary(config, model.settings().mergerBaseGrid());
    initializerRange =
        model
            .requireConfig("config.json")
            .getDouble("initializer_range", RELEASED_INITIALIZER_RANGE);
    graph = new MergerNetwork(config).graph(Dim.of("batch"));
  }

  @Override
  public DecodingTask task() {
    return DecodingTask.EDITING;
  }

  @Override
  public WeightSet weightSet() {
    return WeightSet.EDITING_DECODER;
  }

  @Override
  public Graph graph() {
    return graph;
  }

  /** The layers as transformers makes Qwen's, the projector as PyTorch makes linear layers. */
  @Override
  public List<InitialWeight> initialWeights() {
    return FreshWeights.of(graph).stream().map(this::asInQwen).toList();
  }

  private InitialWeight asInQwen(InitialWeight torch) {
    if (!torch.name().startsWith(MergerConfig.PREFIX + "layers.")) {
      return torch;
    }
    InitialWeight.Start vector =
        torch.name().endsWith(".bias") ? InitialWeight.zeros() : InitialWeight.ones();
    return new InitialWeight(
        torch.name(),
        torch.shape(),
        torch.shape().rank() == 1 ? vector : InitialWeight.normal(initializerRange));
  }

  @Override
  public Map<String, Tensor> inputs(List<List<ImageEmbedding>> pictures) {
    PictureBatch batch = new PictureBatch(pictures, config.hiddenSize(), "editing projector");
    MergerRotary.Tables tables = rotary.tables(batch.first());
    return Map.of(
        MergerNetwork.INPUT, batch.embeddings(),
        MergerNetwork.COS, tables.cos(),
        MergerNetwork.SIN, tables.sin());
  }

  @Override
  public List<TokenGroup> groups(List<ImageEmbedding> picture) {
    return Groups.of(picture, true);
  }
}
