package org.nexusgen.api.observe;

import java.time.Duration;

/**
 * What a backbone read and wrote. Its paces are measured where a prompt is answered alone; of a
 * batch only the whole time is known, and of a prompt that ends inside an image no reading.
 *
 * @param prompt tokens that were read
 * @param text tokens that were written
 * @param image embeddings that were written
 * @param time of it all
 * @param reading tokens of the prompt, until the first token was written
 * @param writing tokens after the first one, outside of images
 * @param imagining embeddings of images
 */
public record Tokens(
    long prompt, long text, long image, Duration time, Pace reading, Pace writing, Pace imagining) {
  /** Nothing was read or written. */
  public static final Tokens NONE =
      new Tokens(0, 0, 0, Duration.ZERO, Pace.NONE, Pace.NONE, Pace.NONE);

  /** Both, one after the other. */
  public Tokens plus(Tokens more) {
    return new Tokens(
        prompt + more.prompt,
        text + more.text,
        image + more.image,
        time.plus(more.time),
        reading.plus(more.reading),
        writing.plus(more.writing),
        imagining.plus(more.imagining));
  }
}
