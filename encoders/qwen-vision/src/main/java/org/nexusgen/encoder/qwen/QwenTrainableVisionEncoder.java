package org.nexusgen.encoder.qwen;

import java.util.List;
import java.util.Map;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.InitialWeight;
import org.nexusgen.api.train.TrainableVisionEncoder;
import org.nexusgen.api.vision.ImageGrid;
import org.nexusgen.api.weights.ConfigTree;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.PixelSize;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.graph.nn.FreshWeights;

/** Qwen's vision tower, described by configuration alone. Immutable. */
final class QwenTrainableVisionEncoder implements TrainableVisionEncoder {
  /** What transformers takes where the file has no {@code initializer_range}. */
  private static final double USUAL_RANGE = 0.02;

  private final QwenVisionConfig config;
  private final PatchRows patchRows;
  private final double initializerRange;

  QwenTrainableVisionEncoder(ModelFolder model) {
    ConfigTree root = model.requireConfig("config.json");
    config = QwenVisionConfig.of(root);
    patchRows =
        new PatchRows(
            config, QwenProcessorConfig.of(model.requireConfig(QwenProcessorConfig.FILE), config));
    double outside = root.getDouble("initializer_range", USUAL_RANGE);
    initializerRange =
        root.getTree("vision_config")
            .map(vision -> vision.getDouble("initializer_range", outside))
            .orElse(outside);
  }

  @Override
  public int width() {
    return config.outHiddenSize();
  }

  @Override
  public Graph graph(int pictures, PixelSize size) {
    if (pictures < 1) {
      throw new BadInputException(
          "vision encoder: batch of %d pictures, wants 1 or more".formatted(pictures));
    }
    requireWholeTokens(size);
    return new QwenVisionNetwork(config).graph(pictures, grid(size));
  }

  @Override
  public Map<String, Tensor> inputs(List<Image> pictures) {
    if (pictures.isEmpty()) {
      throw new BadInputException("vision encoder: batch of 0 pictures, wants 1 or more");
    }
    PixelSize size = size(pictures.get(0));
    requireWholeTokens(size);
    for (Image picture : pictures) {
      if (!size(picture).equals(size)) {
        throw new BadInputException(
            "vision encoder: batch with pictures of %s and %s pixels, wants one size"
                .formatted(size, size(picture)));
      }
    }
    return Map.of(
        QwenVisionNetwork.PIXELS, patchRows.of(pictures.stream().map(Image::dropAlpha).toList()));
  }

  @Override
  public OutputLayer outputLayer() {
    return new OutputLayer("visual.merger.mlp.2.weight", "visual.merger.mlp.2.bias");
  }

  @Override
  public WeightSet weightSet() {
    return WeightSet.BACKBONE;
  }

  @Override
  public List<InitialWeight> initialWeights() {
    PixelSize smallest = new PixelSize(config.tokenSide(), config.tokenSide());
    return FreshWeights.normal(graph(1, smallest), initializerRange);
  }

  private ImageGrid grid(PixelSize size) {
    return new ImageGrid(1, size.height() / config.patchSize(), size.width() / config.patchSize());
  }

  private void requireWholeTokens(PixelSize size) {
    if (size.width() % config.tokenSide() != 0 || size.height() % config.tokenSide() != 0) {
      throw new BadInputException(
          "vision encoder: size %s, wants multiples of %d pixels"
              .formatted(size, config.tokenSide()));
    }
  }

  private static PixelSize size(Image picture) {
    return new PixelSize(picture.width(), picture.height());
  }
}
