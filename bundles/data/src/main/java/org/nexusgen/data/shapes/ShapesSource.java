package org.nexusgen.data.shapes;

import org.nexusgen.api.train.SampleSource;
import org.nexusgen.api.train.TrainingSample;
import org.nexusgen.api.train.TrainingSample.Task;

/** The shapes world as a source: endless, drawn when it is asked for. */
final class ShapesSource implements SampleSource {
  private final ShapesWorld world;
  private final String name;

  ShapesSource(ShapesSettings settings, Split split, long seed) {
    this.world = new ShapesWorld(seed, split, settings);
    this.name = "shapes:" + ShapesSettingsReader.code(split) + ":" + seed + ":";
  }

  @Override
  public TrainingSample sample(Task task, long index) {
    return world.sample(task, index).training(name + task.word() + ":" + index);
  }

  @Override
  public long size(Task task) {
    return Long.MAX_VALUE;
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
