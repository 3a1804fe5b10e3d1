package org.nexusgen.engine.tensorrt.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.engine.tensorrt.protocol.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans on disk, named by what they depend on. A plan is there when its seal is: the seal, written
 * last, says size and checksum. Whatever does not match its seal is built again. The folder keeps
 * to a size: plans that were used longest ago are deleted. One that may only be read will do as
 * long as nothing must be built.
 */
public final class PlanCache {
  private static final Logger LOG = LoggerFactory.getLogger(PlanCache.class);
  private static final String LIKE = ".like";

  private final Path root;
  private final PlanFolder folder;
  private final long largest;
  private final PlansAhead ahead = new PlansAhead();
  // A checksum of gigabytes takes a second, so a process asks for it once.
  private final Map<String, Seal> checked = new ConcurrentHashMap<>();

  /**
   * @param root folder of the plans, which need not exist yet
   * @param largest bytes that they may take together; one plan is kept whatever its size
   */
  public PlanCache(Path root, long largest) {
    this.root = root;
    this.folder = new PlanFolder(root);
    this.largest = largest;
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

  /**
   * Asked before a plan is loaded: plans that are in use are not those that were used longest ago.
   *
   * @param plan that a cache gave
   * @return whether its file is still there
   */
  public static boolean use(Path plan) {
    boolean there = Files.exists(plan);
    if (there) {
      PlanFolder.touch(PlanFolder.sealOf(plan));
    }
    return there;
  }

  /**
   * The plan's file; built first where there is none. Of several processes that want it, one builds
   * and the others wait: it is needed once, and a build that shares the device measures kernels
   * wrongly.
   */
  public Path get(PlanKey key, Builder builder, Cancellation cancellation) {
    try {
      if (!isWhole(key.hash(), cancellation)) {
        Files.createDirectories(root);
        FolderLock.during(
            root.resolve("lock"), cancellation, () -> buildIfMissing(key, builder, cancellation));
      }
      PlanFolder.touch(folder.seal(key.hash()));
      return folder.plan(key.hash());
    } catch (IOException e) {
      Interruption.check(e);
      throw new NexusGenException(
          ("plan of graph '%s' (%s) in %s: %s; wants a folder to write into, with room: make room"
                  + " there, or set NEXUSGEN_CACHE to another folder")
              .formatted(key.graph(), key.shapes(), root, e),
          e);
    }
  }

  /** Notes that a plan was built ahead. */
  public void builtAhead(Path plan) {
    ahead.add(plan);
  }

  /**
   * Asked when all plans of a graph were built ahead.
   *
   * @throws NexusGenException if some of these or earlier graphs had to go for later ones
   */
  public void checkAhead() {
    ahead.check(root, largest);
  }

  /**
   * The plan of a network that {@link #remember} was told last, whatever its weights; empty if it
   * is gone. Asked while a plan is built: then nobody else changes the folder.
   *
   * @param network a key without weights
   */
  public Optional<Path> like(PlanKey network, Cancellation cancellation) throws IOException {
    Path remembered = root.resolve(network.hash() + LIKE);
    if (!Files.exists(remembered)) {
      return Optional.empty();
    }
    String hash = Files.readString(remembered);
    boolean named = hash.matches("[0-9a-f]+");
    return named && isWhole(hash, cancellation) ? Optional.of(folder.plan(hash)) : Optional.empty();
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

  private void buildIfMissing(PlanKey key, Builder builder, Cancellation cancellation)
      throws IOException {
    if (!isWhole(key.hash(), cancellation)) {
      folder.deleteLeftBehind();
      build(key, builder, cancellation);
    }
  }

  private void build(PlanKey key, Builder builder, Cancellation cancellation) throws IOException {
    Path unfinished = PlanFolder.unfinished(root);
    Path unfinishedSeal = PlanFolder.unfinished(root);
    try {
      builder.build(root, unfinished);
      Files.deleteIfExists(folder.seal(key.hash()));
      Seal seal = Seal.of(unfinished, key, cancellation);
      seal.write(unfinishedSeal);
      Files.move(unfinished, folder.plan(key.hash()), StandardCopyOption.ATOMIC_MOVE);
      Files.move(unfinishedSeal, folder.seal(key.hash()), StandardCopyOption.ATOMIC_MOVE);
      checked.put(key.hash(), seal);
      folder.shrink(key.hash(), largest);
    } finally {
      Files.deleteIfExists(unfinished);
      Files.deleteIfExists(unfinishedSeal);
    }
  }

  private boolean isWhole(String hash, Cancellation cancellation) throws IOException {
    try {
      return folder.has(hash)
          && (isWhole(folder.plan(hash), Seal.read(folder.seal(hash)), hash, cancellation)
              || damaged(hash));
    } catch (NoSuchFileException e) {
      return false; // another process deleted it meanwhile
    }
  }

  private boolean isWhole(Path plan, Seal seal, String hash, Cancellation cancellation)
      throws IOException {
    if (Files.size(plan) != seal.bytes()) {
      return false;
    }
    if (seal.equals(checked.get(hash))) {
      return true;
    }
    boolean whole = Seal.checksum(plan, cancellation) == seal.checksum();
    if (whole) {
      checked.put(hash, seal);
    }
    return whole;
  }

  private boolean damaged(String hash) {
    LOG.warn("plan {} is damaged and is built again", folder.plan(hash));
    return false;
  }
}
