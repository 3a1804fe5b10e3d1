package org.nexusgen.decoder.preview;

import org.nexusgen.api.PartContext;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.decode.VisionDecoder;
import org.nexusgen.api.image.ImageResizer;
import org.nexusgen.api.weights.TensorFiles;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Previews of generation; below every decoder that paints properly, so that a request must name it.
 */
@Component(
    property = {
      "part=decoder",
      "name=" + PreviewMap.NAME,
      "task=generation",
      "service.ranking:Integer=" + PreviewMap.RANKING
    })
public final class PreviewGenerationDecoders implements VisionDecoder.Provider {
  private final TensorFiles files;
  private final ImageResizer resizer;

  @Activate
  public PreviewGenerationDecoders(@Reference TensorFiles files, @Reference ImageResizer resizer) {
    this.files = files;
    this.resizer = resizer;
  }

  /** With the services that the service loader finds. */
  public PreviewGenerationDecoders() {
    this(Found.only(TensorFiles.class), Found.only(ImageResizer.class));
  }

  @Override
  public String name() {
    return PreviewMap.NAME;
  }

  @Override
  public DecodingTask task() {
    return DecodingTask.GENERATION;
  }

  @Override
  public int ranking() {
    return PreviewMap.RANKING;
  }

  @Override
  public VisionDecoder open(PartContext context) {
    return new PreviewDecoder(PreviewMap.of(context.model(), task(), files), resizer);
  }
}
