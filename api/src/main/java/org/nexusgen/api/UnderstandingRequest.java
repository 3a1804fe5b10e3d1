package org.nexusgen.api;

import java.util.List;
import org.nexusgen.api.image.Image;

/** A question, perhaps about pictures. */
public record UnderstandingRequest(List<Image> images, String question, TokenOptions tokens) {
  public UnderstandingRequest {
    images = List.copyOf(images);
  }
}
