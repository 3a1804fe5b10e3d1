package org.nexusgen.engine.tensorrt.session;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.graph.Graph;

/**
 * Chooses profiles: from what is configured, what a graph declares, and what runs bring. TensorRT
 * looks at the whole network with the least, the usual and the most sizes, so all three are tried
 * before.
 *
 * @param growth the graph
 */
record ProfileChoice(Growth growth, Buckets buckets, Generation generation) {
  private static final long LEAST = 1;

  /**
   * The profile for a run, and for all those of an earlier one.
   *
   * @throws NexusGenException if the graph cannot be read with the run's sizes
   */
  Profile of(SortedMap<String, Long> real, Profile earlier) {
    SortedMap<String, Profile.Range> wide = new TreeMap<>();
    SortedMap<String, Profile.Range> seen = new TreeMap<>();
    earlier
        .ranges()
        .forEach(
            (symbol, before) -> {
              long size = real.getOrDefault(symbol, before.opt());
              long min = Math.min(size, before.min());
              long max = Math.max(size, before.max());
              seen.put(symbol, new Profile.Range(min, size, max));
              wide.put(symbol, wide(symbol, min, max));
            });
    return settled(real, new Profile(wide), new Profile(seen));
  }

  private Profile.Range wide(String symbol, long min, long max) {
    String graph = growth.graph().name();
    long least = Math.min(min, LEAST);
    long most = buckets.most(graph, symbol, max);
    return new Profile.Range(least, buckets.usual(graph, symbol, max), most);
  }

  /** As wide as the network allows. */
  private Profile settled(SortedMap<String, Long> real, Profile wide, Profile seen) {
    boolean down = isLeast(wide);
    boolean up = fits(wide.sizes(Profile.Range::max));
    boolean usual = reads(wide.sizes(Profile.Range::opt));
    SortedMap<String, Profile.Range> ranges = new TreeMap<>();
    seen.ranges()
        .forEach(
            (symbol, size) -> {
              Profile.Range asked = wide.ranges().getOrDefault(symbol, size);
              long min = down ? asked.min() : size.min();
              long max = up ? asked.max() : size.max();
              long opt = usual ? asked.opt() : size.opt();
              ranges.put(symbol, new Profile.Range(min, Math.clamp(opt, min, max), max));
            });
    Profile settled = new Profile(ranges);
    if (isLeast(settled) && fits(settled.sizes(Profile.Range::max))) {
      return settled;
    }
    // If the run's own sizes are wrong, this says so.
    return fixed(real).opset() > 0 ? Profile.exactly(real) : seen;
  }

  /** Nothing may be empty but what a run's own size makes so. */
  private boolean isLeast(Profile profile) {
    return reads(profile.sizes(Profile.Range::min))
        && fits(profile.sizes(range -> Math.clamp(LEAST, range.min(), range.max())));
  }

  private boolean reads(Map<String, Long> sizes) {
    try {
      return fixed(sizes).opset() > 0;
    } catch (NexusGenException | IllegalArgumentException e) {
      return false; // a kernel larger than its picture gives sizes below 0
    }
  }

  private boolean fits(Map<String, Long> sizes) {
    try {
      NativeLimits.check(fixed(sizes), generation);
      return true;
    } catch (NexusGenException | IllegalArgumentException e) {
      return false;
    }
  }

  private Graph fixed(Map<String, Long> sizes) {
    return generation.fixed(growth.graph(), sizes);
  }
}
