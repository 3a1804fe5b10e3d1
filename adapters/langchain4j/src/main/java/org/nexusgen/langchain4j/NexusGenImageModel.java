package org.nexusgen.langchain4j;

import dev.langchain4j.data.image.Image;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.model.image.ImageModel;
import dev.langchain4j.model.output.Response;
import java.util.List;
import java.util.function.Supplier;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.DecodeOptions;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.Painting;
import org.nexusgen.api.PaintingRequest;
import org.nexusgen.api.image.ImageFiles;

/**
 * Paints descriptions and changes pictures; PNG files as base64 data. Thread-safe; whoever opened
 * the model closes it.
 *
 * <p>Requests throw {@link InvalidRequestException} for what their author got wrong.
 */
public final class NexusGenImageModel implements ImageModel {
  private final NexusGen model;
  private final Pictures pictures;
  private final DecodeOptions options;

  /**
   * @param model that paints
   * @param files reads and writes pictures
   * @param options of every picture
   */
  public NexusGenImageModel(NexusGen model, ImageFiles files, DecodeOptions options) {
    this.model = model;
    this.pictures = new Pictures(files);
    this.options = options;
  }

  @Override
  public Response<Image> generate(String prompt) {
    return first(() -> model.generate(PaintingRequest.of(prompt).withDecoding(options)));
  }

  @Override
  public Response<List<Image>> generate(String prompt, int n) {
    return all(() -> model.generate(PaintingRequest.of(prompt).withDecoding(options.withCount(n))));
  }

  @Override
  public Response<Image> edit(Image image, String prompt) {
    return first(
        () -> model.edit(PaintingRequest.of(pictures.read(image), prompt).withDecoding(options)));
  }

  private Response<Image> first(Supplier<Painting> job) {
    return Response.from(all(job).content().get(0));
  }

  private Response<List<Image>> all(Supplier<Painting> job) {
    try {
      Painting painting = job.get();
      return Response.from(
          painting.pictures().stream()
              .map(picture -> pictures.write(picture.image(), painting.prompt()))
              .toList());
    } catch (BadInputException e) {
      throw new InvalidRequestException(e.getMessage(), e);
    }
  }
}
