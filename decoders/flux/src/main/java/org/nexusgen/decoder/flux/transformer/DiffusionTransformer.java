package org.nexusgen.decoder.flux.transformer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.decoder.flux.session.LazySession;
import org.nexusgen.decoder.flux.session.SessionOpener;

/** The transformer's sessions. Thread-safe until closed; branches must be closed before. */
public final class DiffusionTransformer implements AutoCloseable {
  /** The reference gives guidance to the embedder in thousandths, like timesteps. */
  private static final float GUIDANCE_UNIT = 1000;

  private final FluxConfig config;
  private final GraphSession conditioner;
  private final GraphSession step;
  private final LazySession measure;
  private final LazySession reuse;

  public DiffusionTransformer(FluxConfig config, SessionOpener opener) {
    FluxTransformer network = new FluxTransformer(config);
    this.config = config;
    this.conditioner = opener.open(network.conditioner());
    this.step = opener.open(network.step());
    this.measure = opener.lazy(network::measure);
    this.reuse = opener.lazy(network::reuse);
  }

  public FluxConfig config() {
    return config;
  }

  /**
   * The velocity field under one conditioning.
   *
   * @param grid of the latents, or of one tile of them
   * @param context F32 [1,L,c]
   * @param positions of the context's tokens
   * @param pooled F32 [1,p]
   * @param guidance such as 3.5
   * @return the branch; the caller closes it
   * @throws BadInputException if widths do not fit
   */
  public Branch branch(
      PatchGrid grid, Tensor context, List<Position> positions, Tensor pooled, double guidance) {
    check("conditioning", context, config.contextWidth());
    check("pooled text vector", pooled, config.pooledWidth());
    List<Position> all = new ArrayList<>(positions);
    all.addAll(Position.ofPatches(grid));
    Map<String, Tensor> inputs = new HashMap<>();
    inputs.put(FluxTransformer.CONDITIONING, context);
    inputs.put(FluxTransformer.POOLED, pooled);
    if (config.guided()) {
      float scaled = (float) guidance * GUIDANCE_UNIT;
      inputs.put(FluxTransformer.GUIDANCE, Sinusoid.of(scaled, config.timeWidth()));
    }
    try (RunResult result = conditioner.run(inputs)) {
      return new Branch(
          config,
          grid,
          new Branch.Sessions(step, measure, reuse),
          new Branch.Steady(
              result.keep(FluxTransformer.CONTEXT),
              result.keep(FluxTransformer.STEADY),
              RopeTables.of(all, config)));
    }
  }

  private static void check(String what, Tensor tensor, int width) {
    if (tensor.shape().dim(-1) != width) {
      throw new BadInputException(
          "%s: got shape %s, the diffusion transformer wants a width of %d; is it from the projector or text encoder of the same model?"
              .formatted(what, tensor.shape(), width));
    }
  }

  @Override
  public void close() {
    conditioner.close();
    step.close();
    measure.close();
    reuse.close();
  }
}
