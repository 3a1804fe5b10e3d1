package org.nexusgen.training.vision;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.LabelledPictures;
import org.nexusgen.api.train.LabelledPictures.Head;
import org.nexusgen.api.train.LabelledPictures.LabelledPicture;
import org.nexusgen.api.train.SampleSource.Split;
import org.nexusgen.api.train.TrainableVisionEncoder;
import org.nexusgen.api.weights.PixelSize;
import org.nexusgen.training.loop.LearningBatch;
import org.nexusgen.training.loop.Objective;
import org.nexusgen.training.pictures.Pixels;

/** Batches of labelled pictures for a vision encoder with heads. */
final class VisionObjective implements Objective {
  /**
   * The tokens of a batch.
   *
   * @param pictures in a batch
   * @param size of each in pixels
   * @param perSide tokens along a side
   */
  record Layout(int pictures, PixelSize size, int perSide) {
    int tokens() {
      return pictures * perSide * perSide;
    }

    int pixelsOfToken() {
      return 3 * (size.width() / perSide) * (size.height() / perSide);
    }
  }

  private final TrainableVisionEncoder encoder;
  private final LabelledPictures world;
  private final Layout layout;
  private final long seed;
  private final int heldOutBatches;
  private final Graph graph;
  private final Map<String, Tensor> start;

  VisionObjective(
      TrainableVisionEncoder encoder,
      LabelledPictures world,
      Layout layout,
      double pixelWeight,
      long seed,
      int heldOutBatches,
      Map<String, Tensor> encoderStart,
      Map<String, Tensor> headStart) {
    this.encoder = encoder;
    this.world = world;
    this.layout = layout;
    this.seed = seed;
    this.heldOutBatches = heldOutBatches;
    this.graph =
        heads(encoder, world, layout)
            .losses(encoder.graph(layout.pictures(), layout.size()), layout.tokens(), pixelWeight);
    this.start = new LinkedHashMap<>(encoderStart);
    this.start.putAll(headStart);
  }

  static Heads heads(TrainableVisionEncoder encoder, LabelledPictures world, Layout layout) {
    return new Heads(encoder.width(), layout.pixelsOfToken(), world.heads());
  }

  @Override
  public Graph graph() {
    return graph;
  }

  @Override
  public Map<String, Tensor> start() {
    return start;
  }

  @Override
  public Set<String> frozen() {
    return Set.of();
  }

  @Override
  public LearningBatch batch(long number) {
    return batch(Split.TRAINING, number);
  }

  @Override
  public List<LearningBatch> heldOut() {
    List<LearningBatch> batches = new ArrayList<>();
    for (int i = 0; i < heldOutBatches; i++) {
      batches.add(batch(Split.HELD_OUT, i));
    }
    return batches;
  }

  private LearningBatch batch(Split split, long number) {
    List<LabelledPicture> pictures = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < layout.pictures(); i++) {
      long index = number * layout.pictures() + i;
      pictures.add(world.picture(split, seed, index));
      names.add(world.name() + ":" + index);
    }
    Map<String, Tensor> inputs =
        new LinkedHashMap<>(
            encoder.inputs(pictures.stream().map(LabelledPicture::picture).toList()));
    inputs.put(Heads.PATCHES, patches(pictures));
    List<Head> heads = world.heads();
    for (int head = 0; head < heads.size(); head++) {
      inputs.put(Heads.input(heads.get(head)), labels(pictures, head));
    }
    return new LearningBatch(inputs, "", names);
  }

  /** F32 [tokens, values]: each token's own part of its picture. */
  private Tensor patches(List<LabelledPicture> pictures) {
    int width = layout.size().width() / layout.perSide();
    int height = layout.size().height() / layout.perSide();
    float[] values = new float[layout.tokens() * layout.pixelsOfToken()];
    int at = 0;
    for (LabelledPicture labelled : pictures) {
      Image image = labelled.picture().dropAlpha();
      for (int token = 0; token < layout.perSide() * layout.perSide(); token++) {
        int left = token % layout.perSide() * width;
        int top = token / layout.perSide() * height;
        for (byte level : Pixels.crop(image, left, top, width, height).pixels()) {
          values[at++] = Pixels.value(level);
        }
      }
    }
    return Tensor.of(values, layout.tokens(), layout.pixelsOfToken());
  }

  /** I64 [tokens]: every token is a place. */
  private Tensor labels(List<LabelledPicture> pictures, int head) {
    long[] labels =
        pictures.stream()
            .flatMapToInt(picture -> Arrays.stream(picture.labels().get(head)))
            .asLongStream()
            .toArray();
    return Tensor.of(labels, layout.tokens());
  }

  @Override
  public void close() {}
}
