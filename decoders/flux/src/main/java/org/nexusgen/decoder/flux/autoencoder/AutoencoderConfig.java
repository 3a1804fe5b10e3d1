package org.nexusgen.decoder.flux.autoencoder;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.weights.ConfigTree;
import org.nexusgen.api.weights.WeightStore;

/**
 * The autoencoder's dims, as its weights or, before there are any, its configuration have them, and
 * the constants that no weight tells.
 *
 * @param latentChannels of the latents
 * @param channels of each level, finest first; every level but the finest halves the picture
 * @param decoderBlocks residual blocks of each decoder level
 * @param encoderBlocks residual blocks of each encoder level; 0 if the file holds no encoder
 * @param normNumGroups of every group norm
 * @param scalingFactor by which latents are multiplied for the transformer
 * @param shiftFactor that is taken off latents before
 */
public record AutoencoderConfig(
    int latentChannels,
    List<Integer> channels,
    int decoderBlocks,
    int encoderBlocks,
    int normNumGroups,
    double scalingFactor,
    double shiftFactor) {
  /** Where a diffusers-style folder describes the autoencoder. */
  public static final String FILE = "vae/config.json";

  /** FLUX.1's values (Black Forest Labs, flux/util.py and modules/autoencoder.py). */
  private static final int RELEASED_GROUPS = 32;

  private static final double RELEASED_SCALING = 0.3611;
  private static final double RELEASED_SHIFT = 0.1159;

  public AutoencoderConfig {
    channels = List.copyOf(channels);
    check(!channels.isEmpty() && decoderBlocks > 0, "no weights 'decoder.up.*'");
    check(latentChannels > 0, "latent_channels %d: wants 1 or more".formatted(latentChannels));
    check(
        normNumGroups > 0,
        "norm_num_groups %d in vae/config.json: wants 1 or more".formatted(normNumGroups));
    for (int width : channels) {
      check(
          width > 0 && width % normNumGroups == 0,
          ("a level of %d channels is not divisible into %d groups; set norm_num_groups in"
                  + " vae/config.json")
              .formatted(width, normNumGroups));
    }
    check(scalingFactor != 0, "scaling_factor 0 in vae/config.json");
  }

  /**
   * Reads the dims of a checkpoint.
   *
   * @param weights with Black Forest Labs' names
   * @param config {@code vae/config.json} of a diffusers-style folder
   * @throws BadInputException if weights are missing
   */
  public static AutoencoderConfig of(WeightStore weights, Optional<ConfigTree> config) {
    int levels = weights.count("decoder.up.");
    List<Integer> channels =
        IntStream.range(0, levels)
            .mapToObj(level -> size(weights, "decoder.up." + level + ".block.0.conv2.weight", 0))
            .toList();
    return new AutoencoderConfig(
        size(weights, "decoder.conv_in.weight", 1),
        channels,
        weights.count("decoder.up.0.block."),
        weights.count("encoder.down.0.block."),
        config.map(tree -> tree.getInt("norm_num_groups", RELEASED_GROUPS)).orElse(RELEASED_GROUPS),
        config
            .map(tree -> tree.getDouble("scaling_factor", RELEASED_SCALING))
            .orElse(RELEASED_SCALING),
        config.map(tree -> tree.getDouble("shift_factor", RELEASED_SHIFT)).orElse(RELEASED_SHIFT));
  }

  /**
   * The dims of a model to be trained, from a diffusers-style {@code vae/config.json}.
   *
   * @throws BadInputException if a key is missing or wrong
   */
  public static AutoencoderConfig of(ConfigTree config) {
    int blocks = config.requireInt("layers_per_block");
    check(blocks > 0, "layers_per_block %d: wants 1 or more".formatted(blocks));
    return new AutoencoderConfig(
        config.requireInt("latent_channels"),
        config.requireInts("block_out_channels"),
        blocks + 1, // a decoder's level has one more (flux/modules/autoencoder.py, Decoder)
        blocks,
        config.getInt("norm_num_groups", RELEASED_GROUPS),
        config.getDouble("scaling_factor", RELEASED_SCALING),
        config.getDouble("shift_factor", RELEASED_SHIFT));
  }

  private static int size(WeightStore weights, String name, int axis) {
    int rank = weights.entry(name).shape().rank();
    check(rank == 4, "weight '%s' has %d axes, wants 4".formatted(name, rank));
    return Math.toIntExact(weights.dim(name, axis));
  }

  private static void check(boolean right, String message) {
    if (!right) {
      throw new BadInputException("autoencoder: " + message);
    }
  }

  public int levels() {
    return channels.size();
  }

  /** Pixels along the side of one latent cell. */
  public int factor() {
    return 1 << (levels() - 1);
  }

  /** Channels at the coarsest level, where latents live. */
  public int innerChannels() {
    return channels.get(levels() - 1);
  }
}
