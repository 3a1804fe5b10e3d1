package org.nexusgen.api;

import java.util.List;
import org.nexusgen.api.decode.Decoding;
import org.nexusgen.api.image.Image;

/**
 * Pictures that were made.
 *
 * @param pictures in order of their seeds
 * @param seeds of the pictures
 * @param prompt that was used: the polished one, if it was polished
 * @param text that the backbone wrote around the image; empty for decoded embeddings
 */
public record Painting(
    List<Decoding> pictures, List<Long> seeds, String prompt, String text, JobReport report) {
  public Painting {
    pictures = List.copyOf(pictures);
    seeds = List.copyOf(seeds);
  }

  /** The first picture. */
  public Image image() {
    return pictures.get(0).image();
  }
}
