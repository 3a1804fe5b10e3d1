package com.example.nexusgen;

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

/**
 * A toy that shows where tokens lie: each is a field of gray, the brighter the larger its mean. It
 * knows nothing of pictures.
 */
final class CheckerboardDecoder implements VisionDecoder {
  private static final int MAX_SIDE = 8192;

  @Override
  public Decoding decode(
      Conditioning conditioning,
      DecodeSettings settings,
      DiffusionSampler sampler,
      DecodeListener listener,
      Cancellation cancellation) {
    cancellation.check();
    int width = settings.size().width();
    int height = settings.size().height();
    if (width > MAX_SIDE || height > MAX_SIDE) {
      throw new BadInputException(
          "checkerboard: got %s, wants at most %d a side".formatted(settings.size(), MAX_SIDE));
    }
    TokenGroup group = conditioning.groups().get(0);
    float[] gray = grays(conditioning.tokens(), group.rows() * group.columns());
    byte[] pixels = new byte[3 * width * height];
    for (int i = 0; i < pixels.length; i++) {
      int row = i / 3 / width * group.rows() / height;
      int column = i / 3 % width * group.columns() / width;
      pixels[i] = (byte) Math.round(255 * gray[row * group.columns() + column]);
    }
    listener.step(1, 1);
    Tensor fields = Tensor.of(gray, 1, 1, group.rows(), group.columns());
    Image image = new Image(width, height, Image.Channels.RGB, pixels);
    return new Decoding(image, fields, fields, List.of(), List.of());
  }

  /** Means of the tokens, squeezed between 0 and 1. */
  private static float[] grays(Tensor tokens, int count) {
    int width = tokens.shape().size(2);
    float[] values = tokens.floats();
    float[] grays = new float[count];
    for (int token = 0; token < count; token++) {
      double sum = 0;
      for (int i = 0; i < width; i++) {
        sum += values[token * width + i];
      }
      if (!Double.isFinite(sum)) {
        throw new NexusGenException("checkerboard: token " + token + " holds " + sum);
      }
      grays[token] = (float) (1 / (1 + Math.exp(-sum / Math.sqrt(width))));
    }
    return grays;
  }

  @Override
  public void close() {}
}
