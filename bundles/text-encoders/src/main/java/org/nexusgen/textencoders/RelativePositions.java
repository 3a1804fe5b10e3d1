package org.nexusgen.textencoders;

import org.nexusgen.api.tensor.Tensor;

/**
 * T5's kinds of distances (Raffel et al. 2020, § 2.1; {@code _relative_position_bucket} of HF's
 * T5): half of them look back and half ahead; in each half, small distances have one each and
 * larger ones share, by their logarithm, up to a maximum.
 */
final class RelativePositions {
  private final int perDirection;
  private final int exact;
  private final int maxDistance;

  RelativePositions(int buckets, int maxDistance) {
    perDirection = buckets / 2;
    exact = perDirection / 2;
    this.maxDistance = maxDistance;
  }

  /** The kind of every pair, I64 [length,length], queries in rows. */
  Tensor table(int length) {
    long[] table = new long[length * length];
    for (int query = 0; query < length; query++) {
      for (int key = 0; key < length; key++) {
        table[query * length + key] = bucket(key - query);
      }
    }
    return Tensor.of(table, length, length);
  }

  /** The kind of one distance: key's place less query's. */
  int bucket(int distance) {
    int ahead = distance > 0 ? perDirection : 0;
    int far = Math.abs(distance);
    if (far < exact) {
      return ahead + far;
    }
    // In float32 as in the reference, since the boundaries are where roundings show.
    float octaves = (float) Math.log((float) far / exact);
    float share = octaves / (float) Math.log((double) maxDistance / exact);
    int shared = exact + (int) (share * (perDirection - exact));
    return ahead + Math.min(shared, perDirection - 1);
  }
}
