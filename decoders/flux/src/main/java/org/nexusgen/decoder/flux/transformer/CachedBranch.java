package org.nexusgen.decoder.flux.transformer;

import java.util.Optional;
import org.nexusgen.api.sampling.Denoiser;
import org.nexusgen.api.tensor.ResidentTensor;

/** A branch whose calls TeaCache may skip. */
public final class CachedBranch implements Denoiser {
  private final Branch branch;
  private final TeaCache cache;
  private final CallLog log;

  /**
   * @param cache of this branch alone or, as in the reference, of both branches
   */
  public CachedBranch(Branch branch, TeaCache cache, CallLog log) {
    this.branch = branch;
    this.cache = cache;
    this.log = log;
  }

  @Override
  public float[] velocity(float[] latents, float timestep) {
    Optional<ResidentTensor> residual = cache.next(branch.measure(latents, timestep));
    log.add(new CallLog.Call(residual.isPresent(), cache.accumulated()));
    if (residual.isPresent()) {
      return branch.reuse(latents, timestep, residual.get());
    }
    Branch.Computed computed = branch.compute(latents, timestep);
    cache.keep(computed.residual());
    return computed.velocity();
  }
}
