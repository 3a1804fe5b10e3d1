package org.nexusgen.decoder.flux;

import java.util.ArrayList;
import java.util.List;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.decode.Conditioning;
import org.nexusgen.api.decode.DecodeSettings;
import org.nexusgen.api.decode.DecodeSettings.Tiling;
import org.nexusgen.api.sampling.Denoiser;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.text.TextConditioning;
import org.nexusgen.decoder.flux.tiling.Tile;
import org.nexusgen.decoder.flux.transformer.Branch;
import org.nexusgen.decoder.flux.transformer.CachedBranch;
import org.nexusgen.decoder.flux.transformer.CallLog;
import org.nexusgen.decoder.flux.transformer.DiffusionTransformer;
import org.nexusgen.decoder.flux.transformer.FluxConfig;
import org.nexusgen.decoder.flux.transformer.PatchGrid;
import org.nexusgen.decoder.flux.transformer.Position;
import org.nexusgen.decoder.flux.transformer.TeaCache;
import org.nexusgen.decoder.flux.transformer.TiledDenoiser;

/**
 * The denoiser of one decoding: one or two branches, each whole, cached or tiled. Not thread-safe;
 * whoever opened it closes it.
 */
final class VelocityField implements Denoiser, AutoCloseable {
  /** At exactly this scale there is no negative branch. */
  private static final double NO_GUIDANCE = 1;

  private final DecodeSettings settings;
  private final PatchGrid grid;
  private final int evaluations;
  private final Cancellation cancellation;
  private final CallLog log = new CallLog();
  private final List<Branch> branches = new ArrayList<>();
  private final List<TeaCache> caches = new ArrayList<>();
  private final Denoiser denoiser;

  /**
   * @param evaluations of the sampler: how often each branch will be asked
   */
  VelocityField(
      DiffusionTransformer transformer,
      Conditioning conditioning,
      DecodeSettings settings,
      PatchGrid grid,
      int evaluations,
      Cancellation cancellation) {
    this.settings = settings;
    this.grid = grid;
    this.evaluations = evaluations;
    this.cancellation = cancellation;
    try {
      this.denoiser = guided(transformer, conditioning);
    } catch (RuntimeException failure) {
      close();
      throw failure;
    }
  }

  private Denoiser guided(DiffusionTransformer transformer, Conditioning conditioning) {
    Denoiser positive =
        field(
            branch(
                transformer,
                conditioning.tokens(),
                Position.ofContext(conditioning.groups(), grid),
                settings.emptyPrompt().pooled()));
    if (settings.cfgScale() == NO_GUIDANCE) {
      return positive;
    }
    TextConditioning negative = settings.negative().orElseThrow(VelocityField::noNegative);
    Tensor tokens = negative.tokens().orElseThrow(VelocityField::noNegative);
    List<Position> nowhere = Position.ofText(tokens.shape().size(1));
    Denoiser away = field(branch(transformer, tokens, nowhere, negative.pooled()));
    return new Guided(positive, away, settings.cfgScale());
  }

  private static BadInputException noNegative() {
    return new BadInputException(
        "cfg scale other than 1: got no text encoding for the negative branch, wants CLIP's and"
            + " T5's of the negative prompt; add FLUX's text encoders to the model, or use cfg"
            + " scale 1");
  }

  private Branch branch(
      DiffusionTransformer transformer, Tensor context, List<Position> positions, Tensor pooled) {
    PatchGrid seen = settings.tiling().map(this::tileGrid).orElse(grid);
    Branch branch = transformer.branch(seen, context, positions, pooled, settings.guidance());
    branches.add(branch);
    return branch;
  }

  private Denoiser field(Branch branch) {
    if (settings.tiling().isPresent()) {
      return new TiledDenoiser(grid, tiles(settings.tiling().get()), cancellable(branch));
    }
    return settings.teaCache().isPresent()
        ? cancellable(new CachedBranch(branch, cache(settings.teaCache().get()), log))
        : cancellable(branch);
  }

  private TeaCache cache(DecodeSettings.TeaCache wanted) {
    if (caches.isEmpty() || wanted.perBranch()) {
      caches.add(new TeaCache(wanted.threshold(), evaluations));
    }
    return caches.getLast();
  }

  private Denoiser cancellable(Denoiser inner) {
    return (latents, timestep) -> {
      cancellation.check();
      return inner.velocity(latents, timestep);
    };
  }

  private List<Tile> tiles(Tiling tiling) {
    if (tiling.size() % FluxConfig.PATCH != 0 || tiling.stride() % FluxConfig.PATCH != 0) {
      throw new BadInputException(
          "tiling: got size %d and stride %d, FLUX wants even numbers"
              .formatted(tiling.size(), tiling.stride()));
    }
    return Tile.cover(grid.height(), grid.width(), tiling.size(), tiling.stride());
  }

  private PatchGrid tileGrid(Tiling tiling) {
    Tile tile = tiles(tiling).getFirst();
    return PatchGrid.of(grid.channels(), tile.height(), tile.width());
  }

  @Override
  public float[] velocity(float[] latents, float timestep) {
    return denoiser.velocity(latents, timestep);
  }

  /** Numbers of the transformer calls that TeaCache left out. */
  List<Integer> skippedCalls() {
    return log.skipped();
  }

  /** What was done otherwise than asked. */
  List<String> notes() {
    boolean dropped = settings.tiling().isPresent() && settings.teaCache().isPresent();
    return dropped ? List.of("TeaCache is not used with tiles") : List.of();
  }

  @Override
  public void close() {
    branches.forEach(Branch::close);
    caches.forEach(TeaCache::close);
  }
}
