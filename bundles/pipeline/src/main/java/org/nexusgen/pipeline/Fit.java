package org.nexusgen.pipeline;

import java.util.List;
import java.util.OptionalInt;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.backbone.BackboneInfo;
import org.nexusgen.api.decode.Conditioning;
import org.nexusgen.api.vision.ImageEmbedding;

/** Whether two parts fit together: what one gives, the other must be able to take. */
final class Fit {
  private Fit() {}

  /** Ids of a tokenizer are rows of the backbone. */
  static void ids(PartLabel tokenizer, int[] ids, PartLabel backbone, BackboneInfo info) {
    for (int id : ids) {
      if (id < 0 || id >= info.vocabulary()) {
        throw misfit(tokenizer, "the id " + id, backbone, "ids of 0 to " + (info.vocabulary() - 1));
      }
    }
  }

  /** Embeddings of an encoder lie in the backbone's space. */
  static void embeddings(
      PartLabel encoder, List<ImageEmbedding> embeddings, PartLabel backbone, BackboneInfo info) {
    for (ImageEmbedding embedding : embeddings) {
      if (embedding.width() != info.hiddenSize()) {
        throw misfit(
            encoder,
            "embeddings of width " + embedding.width(),
            backbone,
            "width " + info.hiddenSize());
      }
    }
  }

  /** Tokens of a projector are as wide as the decoder takes them. */
  static void conditioning(
      PartLabel projector, Conditioning made, PartLabel decoder, OptionalInt wanted) {
    long width = made.tokens().shape().dim(2);
    if (wanted.isPresent() && width != wanted.getAsInt()) {
      throw misfit(
          projector,
          "conditioning tokens of width " + width,
          decoder,
          "width " + wanted.getAsInt());
    }
  }

  private static NexusGenException misfit(
      PartLabel giver, String got, PartLabel taker, String wanted) {
    return new NexusGenException(
        "%s gave %s, %s wants %s: they are not made for one model; %s"
            .formatted(giver, got, taker, wanted, taker.remedy()));
  }
}
