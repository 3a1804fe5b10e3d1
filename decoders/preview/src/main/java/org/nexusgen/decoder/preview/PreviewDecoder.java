package org.nexusgen.decoder.preview;

import java.util.List;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.decode.Conditioning;
import org.nexusgen.api.decode.Conditioning.TokenGroup;
import org.nexusgen.api.decode.DecodeListener;
import org.nexusgen.api.decode.DecodeSettings;
import org.nexusgen.api.decode.Decoding;
import org.nexusgen.api.decode.VisionDecoder;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.image.ImageResizer;
import org.nexusgen.api.image.ImageResizer.Filter;
import org.nexusgen.api.sampling.DiffusionSampler;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.PixelSize;

/**
 * A thumbnail of what the tokens say, without noise and without steps: sampler, seed, guidance and
 * the number of steps do not matter. Its "latents" are the thumbnail's colours, F32 [1,3,h,w].
 */
final class PreviewDecoder implements VisionDecoder {
  /** As much as anybody can look at; keeps a request from asking for all memory. */
  private static final int MAX_SIDE = 8192;

  private static final float WHITE = 255;

  private final PreviewMap map;
  private final ImageResizer resizer;

  PreviewDecoder(PreviewMap map, ImageResizer resizer) {
    this.map = map;
    this.resizer = resizer;
  }

  @Override
  public Decoding decode(
      Conditioning conditioning,
      DecodeSettings settings,
      DiffusionSampler sampler,
      DecodeListener listener,
      Cancellation cancellation) {
    cancellation.check();
    PixelSize size = settings.size();
    if (size.width() > MAX_SIDE || size.height() > MAX_SIDE) {
      throw new BadInputException(
          "picture size: got %s, wants at most %d pixels a side".formatted(size, MAX_SIDE));
    }
    float[] planes = map.paint(conditioning);
    TokenGroup target = conditioning.groups().get(0);
    int height = target.rows() * map.side();
    int width = target.columns() * map.side();
    Image image =
        resizer.resize(image(planes, width, height), size.width(), size.height(), Filter.BILINEAR);
    listener.step(1, 1);
    Tensor colours = Tensor.of(planes, 1, PreviewMap.COLOURS, height, width);
    List<String> notes =
        settings.inputImage().isEmpty()
            ? List.of()
            : List.of("the preview takes no notice of the input image");
    return new Decoding(image, colours, colours, notes, List.of());
  }

  private static Image image(float[] planes, int width, int height) {
    byte[] pixels = new byte[planes.length];
    int plane = width * height;
    for (int i = 0; i < pixels.length; i++) {
      float colour = planes[i % PreviewMap.COLOURS * plane + i / PreviewMap.COLOURS];
      pixels[i] = (byte) Math.round(WHITE * Math.clamp(colour, 0f, 1f));
    }
    return new Image(width, height, Image.Channels.RGB, pixels);
  }

  @Override
  public void close() {
    // A map holds nothing that must be given back.
  }
}
