package org.nexusgen.api.backbone;

import java.util.Set;

/**
 * What a pipeline must know of a backbone.
 *
 * @param hiddenSize width of embeddings
 * @param vocabulary rows of the text projector
 * @param contextLength most tokens of prompt and answer together
 * @param prefillRows embeddings that one image may have
 * @param imagePad placeholder id
 * @param visionStart id that begins an image
 * @param visionEnd id that ends an image
 * @param stopIds ids that end an answer
 * @param defaults token sampling of the model's generation_config.json
 */
public record BackboneInfo(
    int hiddenSize,
    int vocabulary,
    int contextLength,
    int prefillRows,
    int imagePad,
    int visionStart,
    int visionEnd,
    Set<Integer> stopIds,
    TokenSampling defaults) {
  public BackboneInfo {
    stopIds = Set.copyOf(stopIds);
  }
}
