package {{package}};

import java.util.List;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.decode.Conditioning;
import org.nexusgen.api.decode.Conditioning.TokenGroup;
import org.nexusgen.api.decode.DecodeListener;
import org.nexusgen.api.decode.DecodeSettings;
import org.nexusgen.api.decode.Decoding;
import org.nexusgen.api.decode.VisionDecoder;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.sampling.DiffusionSampler;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.PixelSize;

/**
 * Paints a field for each token: red, green and blue are the means of its thirds. It stands where
 * your network goes; one that moves noise with the request's sampler extends {@code
 * DiffusionDecoderContract} in its test.
 */
final class {{type}}Decoder implements VisionDecoder {
  private static final int COLOURS = 3;

  private final int mostPixels;

  {{type}}Decoder(int mostPixels) {
    this.mostPixels = mostPixels;
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
    if (size.width() > mostPixels || size.height() > mostPixels) {
      throw new BadInputException(
          "{{name}}: got size %s, wants at most %d a side".formatted(size, mostPixels));
    }
    TokenGroup fields = conditioning.groups().get(0);
    float[] colours = colours(conditioning.tokens(), fields.rows() * fields.columns());
    byte[] pixels = new byte[COLOURS * size.width() * size.height()];
    for (int i = 0; i < pixels.length; i++) {
      int row = i / COLOURS / size.width() * fields.rows() / size.height();
      int column = i / COLOURS % size.width() * fields.columns() / size.width();
      float colour = colours[(row * fields.columns() + column) * COLOURS + i % COLOURS];
      pixels[i] = (byte) Math.round(255 * colour);
    }
    listener.step(1, 1);
    Tensor latents = Tensor.of(colours, 1, fields.rows(), fields.columns(), COLOURS);
    Image image = new Image(size.width(), size.height(), Image.Channels.RGB, pixels);
    return new Decoding(image, latents, latents, List.of(), List.of());
  }

  /** Of each token three values between 0 and 1. */
  private static float[] colours(Tensor tokens, int count) {
    int width = tokens.shape().size(2);
    float[] values = tokens.floats();
    float[] colours = new float[count * COLOURS];
    for (int i = 0; i < colours.length; i++) {
      int from = i % COLOURS * width / COLOURS;
      int to = Math.max(from + 1, (i % COLOURS + 1) * width / COLOURS);
      double sum = 0;
      for (int k = from; k < to; k++) {
        sum += values[i / COLOURS * width + k];
      }
      if (!Double.isFinite(sum)) {
        throw new NexusGenException("{{name}}: token " + i / COLOURS + " holds " + sum);
      }
      colours[i] = (float) (1 / (1 + Math.exp(-sum / Math.sqrt(to - from))));
    }
    return colours;
  }

  @Override
  public void close() {
    // nothing is open
  }
}
