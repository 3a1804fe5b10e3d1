package org.nexusgen.encoder.qwen;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.image.ImageResizer;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.vision.ImageGrid;
import org.nexusgen.api.vision.ImageRoute;
import org.nexusgen.api.vision.VisionEncoder;
import org.nexusgen.api.vision.VisionEncoding;
import org.nexusgen.api.weights.PixelSize;
import org.nexusgen.api.weights.WeightSet;

/** Pictures through Qwen's image processor and {@link QwenVisionNetwork}, one after another. */
final class QwenVisionEncoder implements VisionEncoder {
  private final QwenVisionConfig config;
  private final QwenImageProcessor processor;
  private final PatchRows patchRows;
  private final GraphSession session;

  QwenVisionEncoder(PartContext context, ImageResizer resizer) {
    config = QwenVisionConfig.of(context.model().requireConfig("config.json"));
    QwenProcessorConfig processing =
        QwenProcessorConfig.of(context.model().requireConfig(QwenProcessorConfig.FILE), config);
    processor = new QwenImageProcessor(resizer, context.model().settings(), config, processing);
    patchRows = new PatchRows(config, processing);
    session =
        context
            .engine()
            .open(
                new QwenVisionNetwork(config).graph(),
                context.model().weights(WeightSet.BACKBONE),
                context.session());
  }

  @Override
  public VisionEncoding encode(List<Image> images, ImageRoute route) {
    if (images.isEmpty()) {
      throw new BadInputException("vision encoder: got no picture, wants 1 or more");
    }
    return encode(images.stream().map(image -> processor.prepare(image, route)).toList());
  }

  @Override
  public VisionEncoding encode(Image image, PixelSize size) {
    return encode(List.of(processor.prepare(image, size)));
  }

  private VisionEncoding encode(List<Image> prepared) {
    List<Tensor> pixels = new ArrayList<>();
    List<ImageGrid> grids = new ArrayList<>();
    List<ImageEmbedding> embeddings = new ArrayList<>();
    for (Image image : prepared) {
      Tensor rows = patchRows.of(image);
      ImageGrid grid = patchRows.grid(image);
      pixels.add(rows);
      grids.add(grid);
      embeddings.add(embed(rows, grid));
    }
    return new VisionEncoding(joined(pixels), grids, embeddings);
  }

  /** The embeddings of one image from its patches [patches, values of a patch]. */
  ImageEmbedding embed(Tensor pixels, ImageGrid grid) {
    Map<String, Tensor> inputs = new HashMap<>(WindowTensors.of(grid, config));
    inputs.put(QwenVisionNetwork.PIXELS, pixels);
    try (RunResult result = session.run(inputs)) {
      Tensor values = result.tensor(QwenVisionNetwork.EMBEDDINGS);
      requireFinite(values);
      int merge = config.spatialMergeSize();
      return new ImageEmbedding(values, grid.height() / merge, grid.width() / merge);
    }
  }

  private static void requireFinite(Tensor values) {
    for (float value : values.floats()) {
      if (!Float.isFinite(value)) {
        throw new NexusGenException(
            "vision encoder: its output holds %s; the weights are damaged, or too coarse"
                .formatted(value));
      }
    }
  }

  private static Tensor joined(List<Tensor> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    long rows = parts.stream().mapToLong(part -> part.shape().dim(0)).sum();
    long width = parts.get(0).shape().dim(1);
    int length = Math.toIntExact(rows * width * Float.BYTES);
    ByteBuffer bytes = ByteBuffer.allocateDirect(length).order(ByteOrder.LITTLE_ENDIAN);
    parts.forEach(part -> bytes.put(part.bytes()));
    return Tensor.wrap(DType.F32, Shape.of(rows, width), bytes.flip());
  }

  @Override
  public void close() {
    session.close();
  }
}
