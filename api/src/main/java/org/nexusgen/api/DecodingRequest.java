package org.nexusgen.api;

import java.util.List;
import org.nexusgen.api.tensor.Tensor;

/**
 * Asks for pictures of given embeddings.
 *
 * @param embedding F32 [n,d]
 * @param references none, or one F32 [m,d] with the embeddings of the source picture
 */
public record DecodingRequest(Tensor embedding, List<Tensor> references, DecodeOptions decoding) {
  public DecodingRequest {
    references = List.copyOf(references);
  }
}
