package org.nexusgen.engine.tensorrt.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of plans in a folder. A plan and its seal come and go one after the other, and people
 * delete them: one without the other is as good as nothing, and goes with the next build.
 */
record PlanFolder(Path root) {
  /** What names of files begin with that a build has not finished. */
  static final String UNFINISHED = "unfinished";

  private static final Logger LOG = LoggerFactory.getLogger(PlanFolder.class);
  private static final String PLAN = ".plan";
  private static final String SEAL = ".seal";

  /**
   * A new file of a build. Others may read what it becomes if they may read the folder: a temporary
   * file would be its owner's alone.
   */
  static Path unfinished(Path folder) throws IOException {
    return Files.createFile(folder.resolve(UNFINISHED + UUID.randomUUID()));
  }

  Path plan(String hash) {
    return root.resolve(hash + PLAN);
  }

  Path seal(String hash) {
    return root.resolve(hash + SEAL);
  }

  boolean has(String hash) {
    return Files.exists(seal(hash)) && Files.exists(plan(hash));
  }

  /**
   * Whose last use is longest ago goes first. A folder that may only be read keeps to its times.
   */
  static void touch(Path seal) {
    try {
      Files.setLastModifiedTime(seal, FileTime.from(Instant.now()));
    } catch (IOException | UnsupportedOperationException e) {
      LOG.debug("the last use of a plan cannot be noted", e);
    }
  }

  static Path sealOf(Path plan) {
    return sibling(plan, PLAN, SEAL);
  }

  private static Path sibling(Path file, String ending, String other) {
    String name = file.getFileName().toString();
    return file.resolveSibling(name.substring(0, name.length() - ending.length()) + other);
  }

  /**
   * Deletes what builds and deletions left whose process was killed, and plans and seals that lost
   * each other: nobody else changes the folder while we hold its lock.
   */
  void deleteLeftBehind() throws IOException {
    for (Path file : files()) {
      String name = file.getFileName().toString();
      if (name.startsWith(UNFINISHED) || name.startsWith(OnnxFolder.PREFIX)) {
        OnnxFolder.delete(file);
      } else if ((name.endsWith(PLAN) && !Files.exists(sealOf(file)))
          || (name.endsWith(SEAL) && !Files.exists(sibling(file, SEAL, PLAN)))) {
        Files.deleteIfExists(file);
      }
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(root)) {
      return files.toList();
    }
  }

  // Nothing of files that are gone.
  private record Kept(Path plan, long bytes, long lastUse) {
    Kept(Path plan) {
      this(plan, plan.toFile().length(), sealOf(plan).toFile().lastModified());
    }
  }

  /** Deletes what was used longest ago until the rest fits; what was just built stays. */
  void shrink(String newest, long largest) throws IOException {
    List<Kept> kept = // times once: they change while others use plans
        files().stream()
            .filter(file -> file.toString().endsWith(PLAN))
            .map(Kept::new)
            .sorted(Comparator.comparingLong(Kept::lastUse))
            .toList();
    long total = kept.stream().mapToLong(Kept::bytes).sum();
    for (Kept oldest : kept) {
      if (total <= largest) {
        return;
      }
      if (!oldest.plan().equals(plan(newest))) {
        total -= oldest.bytes();
        Files.deleteIfExists(sealOf(oldest.plan()));
        Files.deleteIfExists(oldest.plan());
      }
    }
  }
}
