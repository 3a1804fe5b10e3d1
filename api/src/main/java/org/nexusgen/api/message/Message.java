package org.nexusgen.api.message;

import java.util.List;
import org.nexusgen.api.image.Image;

/** One turn of a conversation. */
public record Message(Role role, List<Part> parts) {
  public Message {
    parts = List.copyOf(parts);
  }

  public static Message user(Part... parts) {
    return new Message(Role.USER, List.of(parts));
  }

  public static Message assistant(Part... parts) {
    return new Message(Role.ASSISTANT, List.of(parts));
  }

  /** The pictures, in order. */
  public List<Image> images() {
    return parts.stream()
        .filter(Part.ImagePart.class::isInstance)
        .map(part -> ((Part.ImagePart) part).image())
        .toList();
  }
}
