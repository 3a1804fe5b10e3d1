package org.nexusgen.api.weights;

import java.util.Optional;
import org.nexusgen.api.vision.ImageGrid;

/**
 * What differs between the real model and a small one in the same layout: a folder's nexusgen.json.
 *
 * @param name of the model, for results
 * @param generationGrid patch grid of a generated image: (1,18,18), 81 embeddings, in the reference
 * @param promptSize exact size for images in prompts; empty for the reference's smart resize
 * @param targetSize size at which an image has the generation grid: 252x252 in the reference
 * @param referenceSize size of the editing reference: 504x504, bilinear, in the reference
 * @param mergerBaseGrid patch rows and columns over which merger positions are spread: 72, 72
 * @param gridContextIds whether the generation decoder's context carries grid position ids; the
 *     reference's are zero
 * @param generation defaults of generation requests
 * @param editing defaults of editing requests
 */
public record ModelSettings(
    String name,
    ImageGrid generationGrid,
    Optional<PixelSize> promptSize,
    PixelSize targetSize,
    PixelSize referenceSize,
    ImageGrid mergerBaseGrid,
    boolean gridContextIds,
    DecodeDefaults generation,
    DecodeDefaults editing) {

  /**
   * Defaults of one task.
   *
   * @param size of the picture
   * @param steps of the diffusion sampler
   * @param cfgScale classifier-free guidance scale; 1 switches the negative branch off
   * @param guidance FLUX's distilled guidance input
   * @param seed of the noise
   * @param sampler name of the diffusion sampler
   */
  public record DecodeDefaults(
      PixelSize size, int steps, double cfgScale, double guidance, long seed, String sampler) {}

  /** The reference's constants: image_generation.py and image_editing.py. */
  public static ModelSettings reference(String name) {
    PixelSize size = new PixelSize(512, 512);
    return new ModelSettings(
        name,
        new ImageGrid(1, 18, 18),
        Optional.empty(),
        new PixelSize(252, 252),
        new PixelSize(504, 504),
        new ImageGrid(1, 72, 72),
        false,
        new DecodeDefaults(size, 50, 3.0, 3.5, 52, "euler"),
        new DecodeDefaults(size, 50, 1.0, 3.5, 42, "euler"));
  }
}
