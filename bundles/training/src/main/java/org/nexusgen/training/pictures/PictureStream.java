package org.nexusgen.training.pictures;

import java.util.List;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.train.LabelledPictures;
import org.nexusgen.api.train.SampleSource;
import org.nexusgen.api.train.SampleSource.Split;
import org.nexusgen.api.train.TrainingSample;
import org.nexusgen.api.train.TrainingSample.Task;
import org.nexusgen.training.stage.Services;

/** Pictures without words: of a world, or the last ones of conversations. */
public interface PictureStream extends AutoCloseable {
  /** The picture at an index of 0 or more. */
  Image picture(Split split, long index);

  @Override
  void close();

  /**
   * @param source name of a world of pictures, or whatever samples come from
   * @throws BadInputException if there is no such source
   */
  static PictureStream open(Services services, String source, long seed) {
    for (LabelledPictures world : services.worlds()) {
      if (world.name().equals(source)) {
        return new OfWorld(world, seed);
      }
    }
    return new OfSamples(
        services.source(source, Split.TRAINING, seed),
        services.source(source, Split.HELD_OUT, seed));
  }

  /** Pictures of a world. */
  record OfWorld(LabelledPictures world, long seed) implements PictureStream {
    @Override
    public Image picture(Split split, long index) {
      return world.picture(split, seed, index).picture();
    }

    @Override
    public void close() {}
  }

  /** Pictures of conversations, the tasks in turn. */
  record OfSamples(SampleSource training, SampleSource heldOut) implements PictureStream {
    @Override
    public Image picture(Split split, long index) {
      SampleSource source = split == Split.TRAINING ? training : heldOut;
      List<Task> tasks = List.of(Task.values()).stream().filter(t -> source.size(t) > 0).toList();
      if (tasks.isEmpty()) {
        throw new BadInputException("the source of pictures has no samples");
      }
      Task task = tasks.get((int) (index % tasks.size()));
      TrainingSample sample = source.sample(task, index / tasks.size());
      return sample.messages().stream()
          .flatMap(message -> message.images().stream())
          .reduce((first, second) -> second)
          .orElseThrow(() -> new BadInputException("sample " + sample.id() + " has no picture"));
    }

    @Override
    public void close() {
      training.close();
      heldOut.close();
    }
  }
}
