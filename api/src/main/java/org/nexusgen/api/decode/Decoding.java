package org.nexusgen.api.decode;

import java.util.List;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.tensor.Tensor;

/**
 * A picture and how it came about.
 *
 * @param image RGB
 * @param initialLatents F32 [1,c,h,w] before the first step
 * @param finalLatents F32 [1,c,h,w] after the last step
 * @param notes what was done otherwise than asked, such as a rounded size; for people
 * @param skippedCalls transformer calls that TeaCache left out, by number
 */
public record Decoding(
    Image image,
    Tensor initialLatents,
    Tensor finalLatents,
    List<String> notes,
    List<Integer> skippedCalls) {
  public Decoding {
    notes = List.copyOf(notes);
    skippedCalls = List.copyOf(skippedCalls);
  }
}
