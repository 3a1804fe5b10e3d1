package org.nexusgen.backbone.qwen;

import java.util.List;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.backbone.BackboneInfo;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.train.InitialWeight;
import org.nexusgen.api.train.TrainableBackbone;
import org.nexusgen.api.weights.ConfigTree;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.graph.nn.FreshWeights;

/** Nexus-Gen's backbone, described by configuration alone. Immutable. */
final class QwenTrainableBackbone implements TrainableBackbone {
  /** What transformers takes where config.json has no {@code initializer_range}. */
  private static final double USUAL_RANGE = 0.02;

  private final QwenBackboneConfig config;
  private final BackboneInfo info;
  private final double initializerRange;

  private QwenTrainableBackbone(
      QwenBackboneConfig config, BackboneInfo info, double initializerRange) {
    this.config = config;
    this.info = info;
    this.initializerRange = initializerRange;
  }

  static QwenTrainableBackbone open(ModelFolder folder) {
    ConfigTree root = folder.requireConfig("config.json");
    ConfigTree text = root.getTree("text_config").orElse(root);
    QwenBackboneConfig config = QwenBackboneConfig.from(root);
    int vocabulary = text.requireInt("vocab_size");
    int prefillRows = folder.settings().generationGrid().tokens(config.spatialMergeSize());
    double range =
        text.getDouble("initializer_range", root.getDouble("initializer_range", USUAL_RANGE));
    if (vocabulary < 1 || prefillRows < 1 || range < 0) {
      throw new BadInputException(
          "%s: got vocab_size %d, initializer_range %s and a generation grid of %d embeddings; "
                  .formatted(root.where(), vocabulary, range, prefillRows)
              + "wants sizes of 1 or more and a range of 0 or more");
    }
    BackboneInfo info =
        QwenModel.info(config, vocabulary, prefillRows, GenerationDefaults.of(folder, root));
    return new QwenTrainableBackbone(config, info, range);
  }

  @Override
  public BackboneInfo info() {
    return info;
  }

  @Override
  public Graph graph(Layout layout) {
    return QwenTrainingNetwork.build(config, info.vocabulary(), info.prefillRows(), layout);
  }

  @Override
  public Batch batch(List<TrainingSequence> sequences, ImageInputs imageInputs, Layout layout) {
    return TrainingBatch.of(sequences, imageInputs, layout, config, info);
  }

  @Override
  public WeightSet weightSet() {
    return WeightSet.BACKBONE;
  }

  @Override
  public List<InitialWeight> initialWeights() {
    return FreshWeights.normal(graph(), initializerRange);
  }
}
