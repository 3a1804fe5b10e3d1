package org.nexusgen.decoder.flux.transformer;

import java.util.List;
import org.nexusgen.api.sampling.Denoiser;
import org.nexusgen.decoder.flux.tiling.Mosaic;
import org.nexusgen.decoder.flux.tiling.Ramp;
import org.nexusgen.decoder.flux.tiling.Tile;

/**
 * A velocity field put together from overlapping tiles. Each tile sees itself at the origin and the
 * whole conditioning, as in the reference.
 */
public final class TiledDenoiser implements Denoiser {
  private final PatchGrid whole;
  private final List<Tile> tiles;
  private final Denoiser ofTile;

  /**
   * @param tiles of even sizes and places, all of one size
   * @param ofTile the field on latents of that size
   */
  public TiledDenoiser(PatchGrid whole, List<Tile> tiles, Denoiser ofTile) {
    this.whole = whole;
    this.tiles = List.copyOf(tiles);
    this.ofTile = ofTile;
  }

  @Override
  public float[] velocity(float[] latents, float timestep) {
    int channels = whole.channels();
    int height = whole.height();
    int width = whole.width();
    Mosaic mosaic = new Mosaic(channels, height, width, Ramp.fromInnerSides(height, width));
    for (Tile tile : tiles) {
      mosaic.add(tile, ofTile.velocity(tile.cut(latents, channels, height, width), timestep));
    }
    return mosaic.blend();
  }
}
