package org.nexusgen.decoder.flux.autoencoder;

import static org.nexusgen.graph.Ops.add;
import static org.nexusgen.graph.Ops.mul;
import static org.nexusgen.graph.Ops.slice;
import static org.nexusgen.graph.Ops.sub;

import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.train.TrainableAutoencoder;
import org.nexusgen.graph.Dims;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.Ops;
import org.nexusgen.graph.Value;
import org.nexusgen.graph.nn.Conv2d;
import org.nexusgen.graph.nn.Layer;
import org.nexusgen.graph.nn.Scope;

/**
 * The two halves of the autoencoder as graphs (Black Forest Labs, {@code modules/autoencoder.py};
 * Rombach et al. 2022): one picture between pixels and the transformer's latents, or, for training,
 * B pictures between pixels and raw latents.
 */
final class FluxAutoencoder {
  /** Hears of values between the layers, for tests. */
  @FunctionalInterface
  interface Probe {
    void see(String name, Value value);

    /** Nobody listens. */
    static Probe none() {
      return (name, value) -> {};
    }
  }

  static final String LATENT = "latent";
  static final String PIXELS = "pixels";

  private static final Dim ONE = Dim.of(1);
  private static final Dim BATCH = Dim.of("batch");
  private static final Dim ROWS = Dim.of("rows");
  private static final Dim COLUMNS = Dim.of("columns");

  private final AutoencoderConfig config;
  private final Norms norms;

  FluxAutoencoder(AutoencoderConfig config) {
    this.config = config;
    this.norms = new Norms(config.normNumGroups());
  }

  Graph decoder() {
    return decoder(Probe.none());
  }

  /** {@code latent} (1,C,h,w) to {@code pixels} (1,3,fh,fw), f being the config's factor. */
  Graph decoder(Probe probe) {
    GraphBuilder builder = new GraphBuilder("flux-autoencoder-decoder");
    Value latent =
        builder.input(LATENT, DType.F32, ONE, Dim.of(config.latentChannels()), ROWS, COLUMNS);
    Value raw = add(mul(latent, 1 / config.scalingFactor()), config.shiftFactor());
    builder.output(PIXELS, decode(raw, probe));
    return builder.build();
  }

  /** {@code latents} (B,C,h,w), neither shifted nor scaled, to {@code pixels} (B,3,fh,fw). */
  Graph rawDecoder() {
    GraphBuilder builder = new GraphBuilder("flux-autoencoder-raw-decoder");
    Value latents =
        builder.input(
            TrainableAutoencoder.LATENTS,
            DType.F32,
            BATCH,
            Dim.of(config.latentChannels()),
            ROWS,
            COLUMNS);
    builder.output(TrainableAutoencoder.PIXELS, decode(latents, Probe.none()));
    return builder.build();
  }

  private Value decode(Value latents, Probe probe) {
    Scope root = new Scope(latents.builder(), "decoder.");
    int width = config.innerChannels();
    Value x = conv(root.at("conv_in"), config.latentChannels(), width).apply(latents);
    probe.see("conv_in", x);
    x = middle(root.at("mid"), width, x, probe);
    for (int level = config.levels() - 1; level >= 0; level--) {
      Scope place = root.at("up").at(level);
      int out = config.channels().get(level);
      for (int block = 0; block < config.decoderBlocks(); block++) {
        x = new ResidualBlock(place.at("block").at(block), norms, width, out).apply(x);
        probe.see("up." + level + ".block." + block, x);
        width = out;
      }
      if (level > 0) {
        x = new UpsampleConv(place.at("upsample.conv"), width).apply(x);
        probe.see("up." + level + ".upsample", x);
      }
    }
    return finish(root, width, Pixels.CHANNELS).apply(x);
  }

  Graph encoder() {
    return encoder(Probe.none());
  }

  /** {@code pixels} (1,3,fh,fw) to {@code latent} (1,C,h,w): the posterior's mean. */
  Graph encoder(Probe probe) {
    GraphBuilder builder = new GraphBuilder("flux-autoencoder-encoder");
    Value moments = encode(pixels(builder, PIXELS, ONE), probe);
    Value mean = slice(moments, 1, 0, config.latentChannels());
    builder.output(LATENT, mul(sub(mean, config.shiftFactor()), config.scalingFactor()));
    return builder.build();
  }

  /** {@code pixels} (B,3,fh,fw) to {@code moments} (B,2C,h,w): mean, then log variance. */
  Graph momentEncoder() {
    GraphBuilder builder = new GraphBuilder("flux-autoencoder-moments");
    Value pixels = pixels(builder, TrainableAutoencoder.PIXELS, BATCH);
    builder.output(TrainableAutoencoder.MOMENTS, encode(pixels, Probe.none()));
    return builder.build();
  }

  private Value pixels(GraphBuilder builder, String name, Dim batch) {
    Dim height = Dims.times(ROWS, config.factor());
    Dim width = Dims.times(COLUMNS, config.factor());
    return builder.input(name, DType.F32, batch, Dim.of(Pixels.CHANNELS), height, width);
  }

  private Value encode(Value pixels, Probe probe) {
    Scope root = new Scope(pixels.builder(), "encoder.");
    int width = config.channels().get(0);
    Value x = conv(root.at("conv_in"), Pixels.CHANNELS, width).apply(pixels);
    for (int level = 0; level < config.levels(); level++) {
      Scope place = root.at("down").at(level);
      int out = config.channels().get(level);
      for (int block = 0; block < config.encoderBlocks(); block++) {
        x = new ResidualBlock(place.at("block").at(block), norms, width, out).apply(x);
        probe.see("down." + level + ".block." + block, x);
        width = out;
      }
      if (level < config.levels() - 1) {
        x = halve(place.at("downsample.conv"), width).apply(x);
        probe.see("down." + level + ".downsample", x);
      }
    }
    x = middle(root.at("mid"), width, x, probe);
    x = finish(root, width, 2 * config.latentChannels()).apply(x); // mean, then log variance
    probe.see("conv_out_moments", x);
    return x;
  }

  private Value middle(Scope place, int width, Value x, Probe probe) {
    Value first = new ResidualBlock(place.at("block_1"), norms, width, width).apply(x);
    probe.see("mid.block_1", first);
    Value attended = new AttentionBlock(place.at("attn_1"), norms, width).apply(first);
    probe.see("mid.attn_1", attended);
    Value second = new ResidualBlock(place.at("block_2"), norms, width, width).apply(attended);
    probe.see("mid.block_2", second);
    return second;
  }

  private Layer finish(Scope root, int width, int out) {
    return Layer.sequence(
        norms.of(root.at("norm_out"), width), Ops::silu, conv(root.at("conv_out"), width, out));
  }

  private static Layer conv(Scope scope, int in, int out) {
    return Conv2d.of(scope, in, out, 3, 1, 1);
  }

  /** Zeros below and to the right only, then every other cell. */
  private static Layer halve(Scope scope, int channels) {
    long[] belowAndRight = {0, 0, 1, 1};
    return Conv2d.of(scope, channels, channels, 3, 2, belowAndRight, true);
  }
}
