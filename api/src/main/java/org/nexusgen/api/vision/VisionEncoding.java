package org.nexusgen.api.vision;

import java.util.List;
import org.nexusgen.api.tensor.Tensor;

/**
 * What a vision encoder made of some pictures.
 *
 * @param pixelValues F32 [patches, channels * frames * patch²], all pictures' rows one after
 *     another
 * @param grids patch grid of each picture
 * @param embeddings of each picture
 */
public record VisionEncoding(
    Tensor pixelValues, List<ImageGrid> grids, List<ImageEmbedding> embeddings) {
  public VisionEncoding {
    grids = List.copyOf(grids);
    embeddings = List.copyOf(embeddings);
  }
}
