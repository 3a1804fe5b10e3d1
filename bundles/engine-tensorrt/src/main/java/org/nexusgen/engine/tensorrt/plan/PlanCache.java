package org.nexusgen.engine.tensorrt.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.engine.tensorrt.protocol.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans on disk, named by what they depend on. A plan is there when its seal is: the seal, written
 * last, says size and checksum. Whatever does not match its seal is built again. The folder keeps
 * to a size: plans that were used longest ago are deleted.
 *
 * @param root folder of the plans
 * @param largest bytes that they may take together; one plan is kept whatever its size
 */
public record PlanCache(Path root, long largest, Set<String> checked) {
  private static final Logger LOG = LoggerFactory.getLogger(PlanCache.class);
  private static final String PLAN = ".plan";
  private static final String SEAL = ".seal";
  private static final String LIKE = ".like";
  private static final String UNFINISHED = "unfinished";

  /** A cache in a folder that need not exist yet. */
  public PlanCache(Path root, long largest) {
    this(root, largest, ConcurrentHashMap.newKeySet());
  }

  /** Builds a plan into a file. */
  @FunctionalInterface
  public interface Builder {
    /**
     * @param folder for what it needs meanwhile
     * @param plan file to write
     */
    void build(Path folder, Path plan) throws IOException;
  }

  /** Whether a plan is there, without a look at its bytes. */
  public boolean has(PlanKey key) {
    return Files.exists(seal(key.hash())) && Files.exists(plan(key.hash()));
  }

  /**
   * The plan's file; built first where there is none. Of several processes that want it, one builds
   * and the others wait: it is needed once, and a build that shares the device measures kernels
   * wrongly.
   */
  public Path get(PlanKey key, Builder builder, Cancellation cancellation) {
    try {
      if (!isWhole(key.hash())) {
        Files.createDirectories(root);
        FolderLock.during(root.resolve("lock"), cancellation, () -> buildIfMissing(key, builder));
      }
      Files.setLastModifiedTime(seal(key.hash()), FileTime.from(Instant.now()));
      return plan(key.hash());
    } catch (IOException e) {
      throw new NexusGenException(
          "plan of graph '%s' (%s) in %s: %s; make room there, or set NEXUSGEN_CACHE to another folder"
              .formatted(key.graph(), key.shapes(), root, e),
          e);
    }
  }

  /**
   * The plan of a network that {@link #remember} was told last, whatever its weights; empty if it
   * is gone. Asked while a plan is built: then nobody else changes the folder.
   *
   * @param network a key without weights
   */
  public Optional<Path> like(PlanKey network) throws IOException {
    Path remembered = root.resolve(network.hash() + LIKE);
    if (!Files.exists(remembered)) {
      return Optional.empty();
    }
    String hash = Files.readString(remembered);
    boolean named = hash.matches("[0-9a-f]+");
    return named && isWhole(hash) ? Optional.of(plan(hash)) : Optional.empty();
  }

  /** Notes that a plan is one of a network. */
  public void remember(PlanKey network, PlanKey key) throws IOException {
    Files.writeString(root.resolve(network.hash() + LIKE), key.hash());
  }

  /** Where builds keep what they measured of the kernels of a device. */
  public Path timings(String layer, Reply.Welcome welcome) {
    String device = "%s-%s-%s".formatted(layer, welcome.tensorrt(), welcome.device());
    return root.resolve(device.replaceAll("[^A-Za-z0-9.]+", "-") + ".timings");
  }

  private void buildIfMissing(PlanKey key, Builder builder) throws IOException {
    if (!isWhole(key.hash())) {
      deleteUnfinished();
      build(key, builder);
    }
  }

  private Path plan(String hash) {
    return root.resolve(hash + PLAN);
  }

  private Path seal(String hash) {
    return root.resolve(hash + SEAL);
  }

  /**
   * What builds left behind whose process was killed: nobody else builds while we hold the lock.
   */
  private void deleteUnfinished() throws IOException {
    try (Stream<Path> files = Files.list(root)) {
      for (Path file : files.filter(PlanCache::isUnfinished).toList()) {
        OnnxFolder.delete(file);
      }
    }
  }

  private static boolean isUnfinished(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith(UNFINISHED) || name.startsWith(OnnxFolder.PREFIX);
  }

  private void build(PlanKey key, Builder builder) throws IOException {
    Path unfinished = Files.createTempFile(root, UNFINISHED, ".tmp");
    Path seal = Files.createTempFile(root, UNFINISHED, ".tmp");
    try {
      builder.build(root, unfinished);
      Files.deleteIfExists(seal(key.hash()));
      Seal.of(unfinished, key).write(seal);
      Files.move(unfinished, plan(key.hash()), StandardCopyOption.ATOMIC_MOVE);
      Files.move(seal, seal(key.hash()), StandardCopyOption.ATOMIC_MOVE);
      checked.add(key.hash());
      shrink(key.hash());
    } finally {
      Files.deleteIfExists(unfinished);
      Files.deleteIfExists(seal);
    }
  }

  // A checksum of gigabytes takes a second, so a process asks for it once.
  private boolean isWhole(String hash) throws IOException {
    if (!Files.exists(seal(hash)) || !Files.exists(plan(hash))) {
      return false;
    }
    Seal seal = Seal.read(seal(hash));
    if (Files.size(plan(hash)) != seal.bytes()) {
      return damaged(hash);
    }
    if (checked.contains(hash)) {
      return true;
    }
    if (Seal.checksum(plan(hash)) != seal.checksum()) {
      return damaged(hash);
    }
    checked.add(hash);
    return true;
  }

  private boolean damaged(String hash) {
    LOG.warn("plan {} is damaged and is built again", plan(hash));
    return false;
  }

  /** Deletes what was used longest ago until the rest fits; what was just built stays. */
  private void shrink(String newest) throws IOException {
    List<Path> seals;
    try (Stream<Path> files = Files.list(root)) {
      seals =
          files
              .filter(file -> file.toString().endsWith(SEAL))
              .sorted(Comparator.comparing(PlanCache::lastUse))
              .toList();
    }
    Map<Path, Long> sizes = new TreeMap<>();
    for (Path seal : seals) {
      sizes.put(seal, Files.size(planOf(seal)));
    }
    long total = sizes.values().stream().mapToLong(Long::longValue).sum();
    for (Path seal : seals) {
      if (total <= largest) {
        return;
      }
      if (!seal.equals(seal(newest))) {
        total -= sizes.getOrDefault(seal, 0L);
        Files.deleteIfExists(seal);
        Files.deleteIfExists(planOf(seal));
      }
    }
  }

  private static Path planOf(Path seal) {
    return seal.resolveSibling(seal.getFileName().toString().replace(SEAL, PLAN));
  }

  private static FileTime lastUse(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0); // gone, or as good as
    }
  }
}
