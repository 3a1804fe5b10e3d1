package org.nexusgen.engines;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nexusgen.api.NexusGenException;

/** The room that is wanted on the disks of some places; those of one disk share its room. */
final class DiskSpace {
  private record Wish(Path place, long bytes, String remedy) {
    Wish and(Wish other) {
      return new Wish(place, Math.addExact(bytes, other.bytes), remedy);
    }
  }

  private final Map<FileStore, Wish> wishes = new LinkedHashMap<>();

  /**
   * @param place need not exist yet
   * @param remedy how another place is chosen, as an imperative
   */
  void want(Path place, long bytes, String remedy) {
    Path there = new Place(place).existing();
    try {
      wishes.merge(Files.getFileStore(there), new Wish(place, bytes, remedy), Wish::and);
    } catch (IOException e) {
      throw new NexusGenException(
          "disk of %s: its free room cannot be told: %s; %s"
              .formatted(place, IoErrors.reason(e), remedy),
          e);
    }
  }

  /**
   * @throws NexusGenException if a disk is too full
   */
  void require(String engine) {
    wishes.forEach(
        (disk, wish) -> {
          long free = free(disk, wish.place());
          if (free < wish.bytes()) {
            throw new NexusGenException(
                "disk of %s: got %d MB free, wants %d MB to fetch and unpack the libraries of %s:"
                        .formatted(
                            wish.place(),
                            Meter.megabytes(free),
                            Meter.megabytes(wish.bytes()),
                            engine)
                    + " make room there, or "
                    + wish.remedy());
          }
        });
  }

  private static long free(FileStore disk, Path place) {
    try {
      return disk.getUsableSpace();
    } catch (IOException e) {
      throw new NexusGenException(
          "disk of %s: its free room cannot be told: %s".formatted(place, IoErrors.reason(e)), e);
    }
  }
}
