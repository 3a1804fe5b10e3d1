package org.nexusgen.api;

import java.util.List;
import java.util.ServiceLoader;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.vision.ImageRoute;
import org.nexusgen.api.vision.VisionEncoding;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.PixelSize;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One model that understands, generates and edits images (arXiv 2504.21356). Parts are made when a
 * job first needs them, so a folder without decoders still understands. Thread-safe until closed.
 *
 * <p>Every job throws {@link BadInputException} for what its caller got wrong, {@link
 * CancelledException} within one step of a cancellation, and {@link NexusGenException} for what
 * else failed.
 */
@ProviderType
public interface NexusGen extends AutoCloseable {
  /** Opens a model with the parts on the class path or module path. */
  static NexusGen open(NexusGenConfig config) {
    return ServiceLoader.load(NexusGenFactory.class)
        .findFirst()
        .orElseThrow(
            () ->
                new NexusGenException(
                    "no pipeline on the class path or module path; add nexusgen-pipeline"))
        .open(config);
  }

  /** The model's files. */
  ModelFolder model();

  /** Answers a question about pictures, or about nothing but words. */
  Answer understand(UnderstandingRequest request, JobListener listener, Cancellation cancellation);

  /** The same, without reports on the way; an interrupt of the calling thread cancels. */
  default Answer understand(UnderstandingRequest request) {
    return understand(request, JobListener.silent(), new Cancellation());
  }

  /** The autoregressive half of a picture: embeddings. */
  Answer imagine(ImaginingRequest request, JobListener listener, Cancellation cancellation);

  /** Paints a description. */
  Painting generate(PaintingRequest request, JobListener listener, Cancellation cancellation);

  /** The same, without reports on the way; an interrupt of the calling thread cancels. */
  default Painting generate(PaintingRequest request) {
    return generate(request, JobListener.silent(), new Cancellation());
  }

  /** Paints several descriptions; what can be shared between them is. */
  List<Painting> generateAll(
      List<PaintingRequest> requests, JobListener listener, Cancellation cancellation);

  /** Paints a changed picture. */
  Painting edit(PaintingRequest request, JobListener listener, Cancellation cancellation);

  /** The same, without reports on the way; an interrupt of the calling thread cancels. */
  default Painting edit(PaintingRequest request) {
    return edit(request, JobListener.silent(), new Cancellation());
  }

  /** Paints embeddings. */
  Painting decode(DecodingRequest request, JobListener listener, Cancellation cancellation);

  /** The vision encoder alone. */
  VisionEncoding encode(List<Image> images, ImageRoute route, PartChoice parts);

  /** The vision encoder alone, at an exact size. */
  VisionEncoding encode(Image image, PixelSize size, PartChoice parts);

  /** Begins a chat. */
  Conversation chat();

  @Override
  void close();
}
