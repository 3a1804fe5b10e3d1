package org.nexusgen.engine.tensorrt.plan;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.nexusgen.api.NexusGenException;

/** Plans that were built ahead: whoever asked for them wants all to be there in the end. */
final class PlansAhead {
  private static final long MEBIBYTE = 1 << 20;

  private final Map<Path, Long> sizes = new ConcurrentHashMap<>();

  void add(Path plan) {
    sizes.put(plan, plan.toFile().length());
  }

  /**
   * Says once what is gone.
   *
   * @param largest bytes that all plans of the folder may take together
   */
  void check(Path folder, long largest) {
    long bytes = sizes.values().stream().mapToLong(Long::longValue).sum();
    int all = sizes.size();
    sizes.keySet().removeIf(plan -> !Files.exists(plan));
    // What somebody deleted by hand was no lack of room.
    if (sizes.size() < all && bytes > largest) {
      long wanted = Math.ceilDiv(Math.max(bytes, largest), MEBIBYTE);
      throw new NexusGenException(
          ("plans that were built ahead in %s: %d of %d are there, the others were deleted to make"
                  + " room for later ones: got tensorrt.planMebibytes %d, these take %d MiB so far;"
                  + " set it to more than %d and build ahead again: what is there stays")
              .formatted(
                  folder,
                  sizes.size(),
                  all,
                  largest / MEBIBYTE,
                  Math.ceilDiv(bytes, MEBIBYTE),
                  wanted));
    }
  }
}
