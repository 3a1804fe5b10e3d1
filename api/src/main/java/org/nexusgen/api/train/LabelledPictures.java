package org.nexusgen.api.train;

import java.util.List;
import org.nexusgen.api.image.Image;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Pictures with what a vision encoder should see in each of their parts: the teacher of a vision
 * tower at small scale. A service; every index has its picture.
 */
@ProviderType
public interface LabelledPictures {
  /** The name of the world, such as {@code shapes}. */
  String name();

  /** What is to be told of each place, in the order of {@link LabelledPicture#labels}. */
  List<Head> heads();

  /** Places along a picture's side. */
  int placesPerSide();

  /** The same pictures with another number of places, such as a larger encoder's tokens. */
  LabelledPictures withPlaces(int perSide);

  LabelledPicture picture(SampleSource.Split split, long seed, long index);

  /**
   * One thing to be told.
   *
   * @param name such as {@code colour}
   * @param classes how many answers there are
   */
  record Head(String name, int classes) {}

  /**
   * A picture.
   *
   * @param labels for each head the class of each place, row-major
   */
  record LabelledPicture(Image picture, List<int[]> labels) {
    public LabelledPicture {
      labels = List.copyOf(labels);
    }
  }
}
