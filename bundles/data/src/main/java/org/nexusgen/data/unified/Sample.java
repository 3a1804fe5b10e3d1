package org.nexusgen.data.unified;

import java.util.List;

/**
 * A conversation with pictures.
 *
 * @param images files in the order of their marks; relative ones start at the folder of the dataset
 * @param messages the turns
 */
public record Sample(List<String> images, List<Turn> messages) {
  public Sample {
    images = List.copyOf(images);
    messages = List.copyOf(messages);
  }

  /** What it teaches. */
  public Task task() {
    return Task.of(messages);
  }

  /** The same conversation with other files. */
  public Sample withImages(List<String> others) {
    return new Sample(others, messages);
  }
}
