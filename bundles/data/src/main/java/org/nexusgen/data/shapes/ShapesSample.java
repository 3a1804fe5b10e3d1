package org.nexusgen.data.shapes;

import java.util.List;
import org.nexusgen.api.image.Image;
import org.nexusgen.data.unified.Task;
import org.nexusgen.data.unified.Turn;

/**
 * A conversation about the shapes world with its pictures in memory.
 *
 * @param kind what exactly is asked, such as {@code recolour}; {@code questions} for understanding
 */
public record ShapesSample(Task task, String kind, List<Image> images, List<Turn> messages) {
  public ShapesSample {
    images = List.copyOf(images);
    messages = List.copyOf(messages);
  }
}
