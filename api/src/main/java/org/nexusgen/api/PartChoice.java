package org.nexusgen.api;

import java.util.Optional;

/**
 * Which parts of the autoregressive half one request wants; the decoding half's are in {@link
 * DecodeOptions}, the token sampler in {@link TokenOptions}. What is empty is the part that ranks
 * first.
 *
 * @param encoder name of the vision encoder
 * @param backbone name of the backbone
 */
public record PartChoice(Optional<String> encoder, Optional<String> backbone) {
  /** The parts that rank first. */
  public static PartChoice best() {
    return new PartChoice(Optional.empty(), Optional.empty());
  }
}
