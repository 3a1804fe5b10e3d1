package org.nexusgen.decoder.flux.transformer;

import java.util.List;
import java.util.Optional;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.ConfigTree;
import org.nexusgen.api.weights.WeightStore;

/**
 * The transformer's dims, as its weights or, before there are any, its configuration have them.
 *
 * @param hidden width of both streams
 * @param headDim width of one attention head; {@code hidden} is a multiple of it
 * @param doubleBlocks blocks that keep image and context apart
 * @param singleBlocks blocks that hold both in one stream
 * @param patchWidth values of one image token: latent channels times 2x2 cells
 * @param contextWidth of a conditioning token
 * @param pooledWidth of the pooled text vector
 * @param mlpWidth of the feed-forward layers
 * @param timeWidth of the sinusoids that carry timestep and guidance
 * @param guided whether there is a guidance input (FLUX.1-dev has one, FLUX.1-schnell has not)
 * @param axesDimsRope how many of a head's dims each position axis turns; sums to {@code headDim}
 */
public record FluxConfig(
    int hidden,
    int headDim,
    int doubleBlocks,
    int singleBlocks,
    int patchWidth,
    int contextWidth,
    int pooledWidth,
    int mlpWidth,
    int timeWidth,
    boolean guided,
    List<Integer> axesDimsRope) {
  /** Prefix of the transformer's canonical weight names. */
  public static final String PREFIX = "dit.";

  /** Latent cells along the side of one image token. */
  public static final int PATCH = 2;

  private static final int POSITION_AXES = 3;

  /** Where a diffusers-style folder describes the transformer. */
  public static final String FILE = "transformer/config.json";

  /** What no file of FLUX names and all FLUX models share (flux/util.py, flux/model.py). */
  private static final int MLP_RATIO = 4;

  private static final int TIME_WIDTH = 256;

  /** The released FLUX has heads of 128 and these axes (Black Forest Labs, flux/util.py). */
  private static final int RELEASED_HEAD_DIM = 128;

  private static final List<Integer> RELEASED_AXES = List.of(16, 56, 56);

  public FluxConfig {
    axesDimsRope = List.copyOf(axesDimsRope);
    check(
        headDim > 0 && hidden > 0 && hidden % headDim == 0,
        "hidden size %d is no multiple of the head's %d".formatted(hidden, headDim));
    check(
        patchWidth > 0 && patchWidth % (PATCH * PATCH) == 0,
        "x_embedder takes %d values, no multiple of 4".formatted(patchWidth));
    check(
        doubleBlocks >= 0 && singleBlocks >= 0 && doubleBlocks + singleBlocks > 0,
        "%d double and %d single blocks: wants at least one".formatted(doubleBlocks, singleBlocks));
    check(timeWidth % 2 == 0, "time embedding of odd width %d".formatted(timeWidth));
    int sum = axesDimsRope.stream().mapToInt(Integer::intValue).sum();
    check(
        axesDimsRope.size() == POSITION_AXES
            && sum == headDim
            && axesDimsRope.stream().allMatch(dim -> dim >= 0 && dim % 2 == 0),
        "axes_dims_rope %s: wants three even numbers that sum to the head's %d"
            .formatted(axesDimsRope, headDim));
  }

  /**
   * Reads the dims of a checkpoint.
   *
   * @param weights with canonical names {@code dit.*}
   * @param config of a diffusers-style folder; only {@code axes_dims_rope} is taken from it
   * @throws BadInputException if weights are missing or contradict each other
   */
  public static FluxConfig of(WeightStore weights, Optional<ConfigTree> config) {
    int doubles = weights.count(PREFIX + "blocks.");
    int singles = weights.count(PREFIX + "single_blocks.");
    Sizes sizes = new Sizes(weights);
    int hidden = sizes.of("x_embedder.weight", 0);
    int headDim =
        doubles > 0
            ? sizes.of("blocks.0.attn.norm_q_a.weight", 0)
            : sizes.of("single_blocks.0.norm_q_a.weight", 0);
    int mlp =
        doubles > 0
            ? sizes.of("blocks.0.ff_a.0.weight", 0)
            : sizes.of("single_blocks.0.to_qkv_mlp.weight", 0) - 3 * hidden;
    return new FluxConfig(
        hidden,
        headDim,
        doubles,
        singles,
        sizes.of("x_embedder.weight", 1),
        sizes.of("context_embedder.weight", 1),
        sizes.of("pooled_text_embedder.0.weight", 1),
        mlp,
        sizes.of("time_embedder.timestep_embedder.0.weight", 1),
        weights.has(PREFIX + "guidance_embedder.timestep_embedder.0.weight"),
        axes(headDim, config));
  }

  /**
   * The dims of a model to be trained, from a diffusers-style {@code transformer/config.json}.
   *
   * @throws BadInputException if a key is missing or wrong
   */
  public static FluxConfig of(ConfigTree config) {
    int headDim = config.requireInt("attention_head_dim");
    int hidden = config.requireInt("num_attention_heads") * headDim;
    return new FluxConfig(
        hidden,
        headDim,
        config.requireInt("num_layers"),
        config.requireInt("num_single_layers"),
        config.requireInt("in_channels"),
        config.requireInt("joint_attention_dim"),
        config.requireInt("pooled_projection_dim"),
        MLP_RATIO * hidden,
        TIME_WIDTH,
        config.getBoolean("guidance_embeds", false),
        axes(headDim, Optional.of(config)));
  }

  private static List<Integer> axes(int headDim, Optional<ConfigTree> config) {
    if (config.isPresent() && config.get().has("axes_dims_rope")) {
      return config.get().requireInts("axes_dims_rope");
    }
    check(
        headDim == RELEASED_HEAD_DIM,
        "heads of %d need 'axes_dims_rope' in %s (only heads of %d have a known default)"
            .formatted(headDim, FILE, RELEASED_HEAD_DIM));
    return RELEASED_AXES;
  }

  private static void check(boolean right, String message) {
    if (!right) {
      throw new BadInputException("diffusion transformer: " + message);
    }
  }

  /** Shapes of the store as ints, under the transformer's prefix. */
  private record Sizes(WeightStore weights) {
    int of(String name, int axis) {
      int rank = weights.entry(PREFIX + name).shape().rank();
      check(axis < rank, "weight '%s' has only %d axes".formatted(PREFIX + name, rank));
      return Math.toIntExact(weights.dim(PREFIX + name, axis));
    }
  }

  /** Checks an input that another part made. */
  void requireWidth(String what, Tensor tensor, int width) {
    if (tensor.shape().rank() == 0 || tensor.shape().dim(-1) != width) {
      throw new BadInputException(
          "%s: got shape %s, the diffusion transformer wants a width of %d; is it from the projector or text encoder of the same model?"
              .formatted(what, tensor.shape(), width));
    }
  }

  public int heads() {
    return hidden / headDim;
  }

  public int latentChannels() {
    return patchWidth / (PATCH * PATCH);
  }
}
