package org.nexusgen.decoder.flux.transformer;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.decode.Conditioning.TokenGroup;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.InitialWeight;
import org.nexusgen.api.train.TrainableVisionDecoder;
import org.nexusgen.api.weights.WeightSet;

/** FLUX's diffusion transformer over a batch of latents: the network that also paints. */
public final class FluxTrainableDecoder implements TrainableVisionDecoder {
  private static final int CHANNELS = 1;
  private static final int ROWS = 2;
  private static final int COLUMNS = 3;

  private final FluxConfig config;
  private final DecodingTask task;
  private final Graph graph;

  public FluxTrainableDecoder(FluxConfig config, DecodingTask task) {
    this.config = config;
    this.task = task;
    this.graph = new FluxTransformer(config).whole();
  }

  @Override
  public DecodingTask task() {
    return task;
  }

  @Override
  public WeightSet weightSet() {
    return switch (task) {
      case GENERATION -> WeightSet.GENERATION_DECODER;
      case EDITING -> WeightSet.EDITING_DECODER;
    };
  }

  @Override
  public Graph graph() {
    return graph;
  }

  @Override
  public List<InitialWeight> initialWeights() {
    return graph.weights().stream().map(FreshTransformer::start).toList();
  }

  @Override
  public Map<String, Tensor> inputs(
      Tensor latents, double[] timesteps, double guidance, Tensor pooled, List<TokenGroup> groups) {
    config.requireWidth("pooled text vector", pooled, config.pooledWidth());
    PatchGrid grid = grid(latents);
    if (timesteps.length != latents.shape().dim(0)) {
      throw new BadInputException(
          "training: got %d timesteps for latents %s, wants one a picture"
              .formatted(timesteps.length, latents.shape()));
    }
    RopeTables rope = RopeTables.of(Position.ofAll(Position.ofContext(groups, grid), grid), config);
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    inputs.put(FluxTransformer.IMAGE, packed(latents));
    inputs.put(FluxTransformer.TIME, Sinusoid.of(timesteps, config.timeWidth()));
    inputs.put(FluxTransformer.POOLED, pooled.reshape(1, config.pooledWidth()));
    if (config.guided()) {
      inputs.put(FluxTransformer.GUIDANCE, Sinusoid.ofGuidance(guidance, config.timeWidth()));
    }
    inputs.put(FluxTransformer.COS, rope.cos());
    inputs.put(FluxTransformer.SIN, rope.sin());
    return inputs;
  }

  @Override
  public Tensor packed(Tensor latents) {
    PatchGrid grid = grid(latents);
    int pictures = latents.shape().size(0);
    float[] values = latents.floats();
    float[] tokens = new float[values.length];
    for (int picture = 0; picture < pictures; picture++) {
      int from = picture * grid.values();
      float[] one = grid.toTokens(Arrays.copyOfRange(values, from, from + grid.values()));
      System.arraycopy(one, 0, tokens, from, one.length);
    }
    return Tensor.of(tokens, pictures, grid.tokens(), config.patchWidth());
  }

  private PatchGrid grid(Tensor latents) {
    Shape shape = latents.shape();
    if (shape.rank() != 4
        || shape.dim(CHANNELS) != config.latentChannels()
        || shape.dim(ROWS) % FluxConfig.PATCH != 0
        || shape.dim(COLUMNS) % FluxConfig.PATCH != 0) {
      throw new BadInputException(
          "latents: got shape %s, the diffusion transformer wants [pictures,%d,rows,columns], rows and columns even; are they of the same model's autoencoder, and of pictures whose sides are even multiples of its factor?"
              .formatted(shape, config.latentChannels()));
    }
    return PatchGrid.of(shape.size(CHANNELS), shape.size(ROWS), shape.size(COLUMNS));
  }
}
