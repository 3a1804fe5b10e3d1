package org.nexusgen.decoder.flux.transformer;

import java.util.Map;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.sampling.Denoiser;
import org.nexusgen.api.tensor.Operand;
import org.nexusgen.api.tensor.ResidentTensor;
import org.nexusgen.api.tensor.Tensor;

/** The velocity field under one conditioning. Whoever got it closes it. */
public final class Branch implements Denoiser, AutoCloseable {
  /** What runs a step, whole or without its blocks. */
  record Sessions(GraphSession step, GraphSession measure, GraphSession reuse) {}

  /** What stays the same over all steps: embedded context, embedding without time, rotations. */
  record Steady(ResidentTensor context, ResidentTensor embedding, RopeTables rope) {}

  /** A velocity and what all blocks added to the image tokens on the way; close the latter. */
  @SuppressWarnings("ArrayRecordComponent") // a result on its way, never compared
  record Computed(float[] velocity, ResidentTensor residual) {}

  private final FluxConfig config;
  private final PatchGrid grid;
  private final Sessions sessions;
  private final Steady steady;

  Branch(FluxConfig config, PatchGrid grid, Sessions sessions, Steady steady) {
    this.config = config;
    this.grid = grid;
    this.sessions = sessions;
    this.steady = steady;
  }

  @Override
  public float[] velocity(float[] latents, float timestep) {
    try (RunResult result = sessions.step().run(stepInputs(latents, timestep))) {
      return velocityOf(result);
    }
  }

  Computed compute(float[] latents, float timestep) {
    try (RunResult result = sessions.step().run(stepInputs(latents, timestep))) {
      return new Computed(velocityOf(result), result.keep(FluxTransformer.RESIDUAL));
    }
  }

  /** The first block's modulated input [N,H]. */
  float[] measure(float[] latents, float timestep) {
    Map<String, Operand> inputs =
        Map.of(
            FluxTransformer.IMAGE, image(latents),
            FluxTransformer.TIME, time(timestep),
            FluxTransformer.STEADY, steady.embedding());
    try (RunResult result = sessions.measure().run(inputs)) {
      return result.tensor(FluxTransformer.MODULATED).floats();
    }
  }

  /** The velocity with an earlier call's residual in place of the blocks. */
  float[] reuse(float[] latents, float timestep, ResidentTensor residual) {
    Map<String, Operand> inputs =
        Map.of(
            FluxTransformer.IMAGE, image(latents),
            FluxTransformer.TIME, time(timestep),
            FluxTransformer.STEADY, steady.embedding(),
            FluxTransformer.RESIDUAL, residual);
    try (RunResult result = sessions.reuse().run(inputs)) {
      return velocityOf(result);
    }
  }

  private Map<String, Operand> stepInputs(float[] latents, float timestep) {
    return Map.of(
        FluxTransformer.IMAGE, image(latents),
        FluxTransformer.TIME, time(timestep),
        FluxTransformer.CONTEXT, steady.context(),
        FluxTransformer.STEADY, steady.embedding(),
        FluxTransformer.COS, steady.rope().cos(),
        FluxTransformer.SIN, steady.rope().sin());
  }

  private Tensor image(float[] latents) {
    return Tensor.of(grid.toTokens(latents), 1, grid.tokens(), config.patchWidth());
  }

  private Tensor time(float timestep) {
    return Sinusoid.of(timestep, config.timeWidth());
  }

  private float[] velocityOf(RunResult result) {
    return grid.toLatents(result.tensor(FluxTransformer.VELOCITY).floats());
  }

  @Override
  public void close() {
    steady.context().close();
    steady.embedding().close();
  }
}
