package org.nexusgen.data.unified;

import java.util.List;
import java.util.Map;
import org.nexusgen.api.message.Role;
import org.nexusgen.api.train.TrainingSample.Task;

/**
 * A conversation with pictures.
 *
 * @param images files in the order of their marks; relative ones start at the folder of the dataset
 * @param messages the turns
 * @param about what else is known, in words: {@value #KIND}, what a scorer knows of the right
 *     result, or what stood here before a re-annotation
 */
public record Sample(List<String> images, List<Turn> messages, Map<String, String> about) {
  /** What exactly is asked, such as {@code recolour}. */
  public static final String KIND = "kind";

  public Sample {
    images = List.copyOf(images);
    messages = List.copyOf(messages);
    about = Map.copyOf(about);
  }

  /** A sample of which nothing else is known. */
  public Sample(List<String> images, List<Turn> messages) {
    this(images, messages, Map.of());
  }

  /** What it teaches; it follows from who shows pictures. */
  public Task task() {
    boolean seen = false;
    for (Turn turn : messages) {
      if (turn.images() > 0 && turn.role() == Role.ASSISTANT) {
        return seen ? Task.EDITING : Task.GENERATION;
      }
      seen |= turn.images() > 0;
    }
    return Task.UNDERSTANDING;
  }

  /** What exactly is asked; the task's word where nobody said more. */
  public String kind() {
    return about.getOrDefault(KIND, task().word());
  }

  /** The same conversation with other files. */
  public Sample withImages(List<String> others) {
    return new Sample(others, messages, about);
  }
}
