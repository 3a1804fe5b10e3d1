package org.nexusgen.decoder.flux.transformer;

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
    config.requireWidth("conditioning", context, config.contextWidth());
    config.requireWidth("pooled text vector", pooled, config.pooledWidth());
    Map<String, Tensor> inputs = new HashMap<>();
    inputs.put(FluxTransformer.CONDITIONING, context);
    inputs.put(FluxTransformer.POOLED, pooled);
    if (config.guided()) {
      inputs.put(FluxTransformer.GUIDANCE, Sinusoid.ofGuidance(guidance, config.timeWidth()));
    }
    try (RunResult result = conditioner.run(inputs)) {
      return new Branch(
          config,
          grid,
          new Branch.Sessions(step, measure, reuse),
          new Branch.Steady(
              result.keep(FluxTransformer.CONTEXT),
              result.keep(FluxTransformer.STEADY),
              RopeTables.of(Position.ofAll(positions, grid), config)));
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
