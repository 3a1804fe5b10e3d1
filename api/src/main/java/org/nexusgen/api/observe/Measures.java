package org.nexusgen.api.observe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was counted while a job ran.
 *
 * @param tokens of the backbone
 * @param steps of the diffusion sampler, with the time from the beginning of each decoding to its
 *     last step
 * @param leaseWaits how often the job waited for a part that was being replaced, and how long
 * @param swaps parts of the pipeline that left or were outranked meanwhile, whether the job used
 *     them or not
 * @param caches by name, those that the job asked
 * @param peakMemory of the process at the job's end
 */
public record Measures(
    Tokens tokens,
    Pace steps,
    Pace leaseWaits,
    long swaps,
    Map<String, CacheUse> caches,
    Optional<PeakMemory> peakMemory) {
  /** Nothing was counted. */
  public static final Measures NONE =
      new Measures(Tokens.NONE, Pace.NONE, Pace.NONE, 0, Map.of(), Optional.empty());

  public Measures {
    caches = Collections.unmodifiableMap(new LinkedHashMap<>(caches));
  }

  /**
   * How often a cache was asked.
   *
   * @param hits when it had the answer
   * @param misses when it had not
   */
  public record CacheUse(long hits, long misses) {
    /** Both together. */
    public CacheUse plus(CacheUse more) {
      return new CacheUse(hits + more.hits, misses + more.misses);
    }
  }
}
