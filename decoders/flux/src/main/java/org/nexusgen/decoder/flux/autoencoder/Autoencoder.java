package org.nexusgen.decoder.flux.autoencoder;

import java.util.Map;
import java.util.Optional;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.decode.DecodeSettings.Tiling;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.decoder.flux.session.LazySession;
import org.nexusgen.decoder.flux.session.SessionOpener;
import org.nexusgen.decoder.flux.tiling.Mosaic;
import org.nexusgen.decoder.flux.tiling.Ramp;
import org.nexusgen.decoder.flux.tiling.Tile;

/** Latents to pixels and back, whole or in tiles. Thread-safe until closed. */
public final class Autoencoder implements AutoCloseable {
  private final AutoencoderConfig config;
  private final GraphSession decoder;
  private final LazySession encoder;

  public Autoencoder(AutoencoderConfig config, SessionOpener opener) {
    FluxAutoencoder network = new FluxAutoencoder(config);
    this.config = config;
    this.decoder = opener.open(network.decoder());
    this.encoder = opener.lazy(network::encoder);
  }

  public AutoencoderConfig config() {
    return config;
  }

  /**
   * Latents to a picture.
   *
   * @param latents [C,height,width]
   * @param tiling in latent cells
   */
  public Pixels decode(float[] latents, int height, int width, Optional<Tiling> tiling) {
    int factor = config.factor();
    if (tiling.isEmpty()) {
      return new Pixels(height * factor, width * factor, decode(latents, height, width));
    }
    Tiling tiles = tiling.get();
    Mosaic mosaic =
        new Mosaic(
            Pixels.CHANNELS,
            height * factor,
            width * factor,
            Ramp.fromAllSides(border(tiles.stride()) * factor));
    for (Tile tile : Tile.cover(height, width, tiles.size(), tiles.stride())) {
      float[] part = tile.cut(latents, config.latentChannels(), height, width);
      mosaic.add(tile.finer(factor), decode(part, tile.height(), tile.width()));
    }
    return new Pixels(height * factor, width * factor, mosaic.blend());
  }

  /**
   * A picture to latents [C,height/factor,width/factor].
   *
   * @param pixels both sides multiples of the factor
   * @param tiling in pixels, as in the reference; sizes are taken to multiples of the factor
   * @throws BadInputException if the checkpoint has no encoder
   */
  public float[] encode(Pixels pixels, Optional<Tiling> tiling) {
    if (config.encoderBlocks() == 0) {
      throw new BadInputException(
          "image-to-image: the autoencoder's file has no weights 'encoder.*'; use one that has"
              + " them");
    }
    int factor = config.factor();
    int height = pixels.height() / factor;
    int width = pixels.width() / factor;
    if (tiling.isEmpty()) {
      return encode(pixels.values(), pixels.height(), pixels.width());
    }
    int size = Math.ceilDiv(tiling.get().size(), factor) * factor;
    int stride = Math.max(1, tiling.get().stride() / factor) * factor;
    Mosaic mosaic =
        new Mosaic(
            config.latentChannels(), height, width, Ramp.fromAllSides(border(stride) / factor));
    for (Tile tile : Tile.cover(pixels.height(), pixels.width(), size, stride)) {
      float[] part = tile.cut(pixels.values(), Pixels.CHANNELS, pixels.height(), pixels.width());
      mosaic.add(tile.coarser(factor), encode(part, tile.height(), tile.width()));
    }
    return mosaic.blend();
  }

  /** Width of the ramp at a tile's sides, in the tiles' own cells (the reference's choice). */
  private static int border(int stride) {
    return stride / 2;
  }

  private float[] decode(float[] latents, int height, int width) {
    Tensor latent = Tensor.of(latents, 1, config.latentChannels(), height, width);
    try (RunResult result = decoder.run(Map.of(FluxAutoencoder.LATENT, latent))) {
      return result.tensor(FluxAutoencoder.PIXELS).floats();
    }
  }

  private float[] encode(float[] pixels, int height, int width) {
    Tensor picture = Tensor.of(pixels, 1, Pixels.CHANNELS, height, width);
    try (RunResult result = encoder.run(Map.of(FluxAutoencoder.PIXELS, picture))) {
      return result.tensor(FluxAutoencoder.LATENT).floats();
    }
  }

  @Override
  public void close() {
    decoder.close();
    encoder.close();
  }
}
