package org.nexusgen.api.decode;

import java.util.List;
import org.nexusgen.api.PartProvider;
import org.nexusgen.api.vision.ImageEmbedding;
import org.osgi.annotation.versioning.ConsumerType;

/** From the shared embedding space to a decoder's conditioning. Thread-safe until closed. */
@ConsumerType
public interface Projector extends AutoCloseable {
  /**
   * Projects a target and, for editing, the source pictures' embeddings.
   *
   * @param references none or one; the generation projector takes none
   * @throws org.nexusgen.api.BadInputException if widths or numbers do not fit
   */
  Conditioning project(ImageEmbedding target, List<ImageEmbedding> references);

  @Override
  void close();

  /** Makes projectors of one task. */
  @ConsumerType
  interface Provider extends PartProvider<Projector> {
    DecodingTask task();
  }
}
