package org.nexusgen.training.vision;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.LabelledPictures;
import org.nexusgen.api.train.LabelledPictures.LabelledPicture;
import org.nexusgen.api.train.SampleSource.Split;
import org.nexusgen.api.train.TrainableVisionEncoder;
import org.nexusgen.training.loop.Draws;
import org.nexusgen.training.loop.LearningBatch;
import org.nexusgen.training.loop.Objective;

/** Batches of labelled pictures for a vision encoder and its teacher. */
final class VisionObjective implements Objective {
  private final TrainableVisionEncoder encoder;
  private final LabelledPictures world;
  private final Teacher teacher;
  private final VisionSettings settings;
  private final Graph graph;
  private final Map<String, Tensor> start;

  VisionObjective(
      TrainableVisionEncoder encoder,
      LabelledPictures world,
      TokenPixels pixels,
      Teacher teacher,
      VisionSettings settings,
      Map<String, Tensor> encoderStart) {
    this.encoder = encoder;
    this.world = world;
    this.teacher = teacher;
    this.settings = settings;
    int tokens = settings.batch() * pixels.tokens();
    this.graph = teacher.losses(encoder.graph(settings.batch(), pixels.size()), tokens);
    this.start = teacher.start(encoderStart, encoder.outputLayer(), settings.stage().seed());
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
    for (int i = 0; i < settings.heldOutBatches(); i++) {
      batches.add(batch(Split.HELD_OUT, i));
    }
    return batches;
  }

  private LearningBatch batch(Split split, long number) {
    List<LabelledPicture> pictures = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < settings.batch(); i++) {
      long index = number * settings.batch() + i;
      pictures.add(world.picture(split, settings.stage().seed(), index));
      names.add(world.name() + ":" + index);
    }
    List<Image> seen = pictures.stream().map(LabelledPicture::picture).toList();
    if (split == Split.TRAINING) {
      Draws draws = Draws.of(settings.stage().seed(), "blemishes", number);
      seen = seen.stream().map(picture -> settings.blemishes().on(picture, draws)).toList();
    }
    Map<String, Tensor> inputs = new LinkedHashMap<>(encoder.inputs(seen));
    inputs.putAll(teacher.inputs(pictures));
    return new LearningBatch(inputs, "", names);
  }

  @Override
  public void close() {}
}
