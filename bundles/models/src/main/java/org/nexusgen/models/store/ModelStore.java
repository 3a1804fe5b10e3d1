package org.nexusgen.models.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.weights.InstalledModel;
import org.slf4j.LoggerFactory;

/**
 * The models of bundles, unpacked: {@code DIGEST/NAME/…}, one folder for each content, there as a
 * whole or not at all. Several processes may work with it.
 *
 * @param folder that holds them; it need not exist
 */
public record ModelStore(Path folder) {
  private static final String ORIGIN = "origin.txt";
  private static final String PART = "part";

  /** Something that may fail as files do. */
  private interface Work<T> {
    T done() throws IOException;
  }

  /**
   * Sees that a model is there, and unpacks it if it is not.
   *
   * @param origin of its bundle: a location, in the framework's words
   * @throws BadInputException if the bundle does not hold what its list says
   * @throws NexusGenException if there is no room, or it cannot be written; nothing is left then
   */
  public void put(FileList files, PackedFiles content, String origin) {
    try {
      if (!isThere(files, origin)) {
        Files.createDirectories(folder);
        unpack(files, content, origin);
      }
    } catch (IOException e) {
      throw new NexusGenException(
          "model %s cannot be unpacked into %s: %s; it needs %d bytes there"
              .formatted(files.name(), folder, e, files.bytes()),
          e);
    }
  }

  private void unpack(FileList files, PackedFiles content, String origin) throws IOException {
    String part = PART + "-" + UUID.randomUUID();
    try (Claim claim = alone(() -> Claim.on(folder, part))) {
      Path unpacked = claim.folder().resolve(part);
      try {
        new Unpacking(files, content).into(unpacked.resolve(files.name()));
        Files.writeString(unpacked.resolve(ORIGIN), origin);
        place(files, unpacked);
      } finally {
        Trees.delete(unpacked);
      }
    }
  }

  /** If it is, it belongs to this bundle from now on, not to one that it replaces. */
  private boolean isThere(FileList files, String origin) throws IOException {
    if (!isWhole(files) || !Files.isWritable(folder)) {
      return isWhole(files);
    }
    return alone(
        () -> {
          if (isWhole(files)) {
            Files.writeString(folder.resolve(files.digest()).resolve(ORIGIN), origin);
            return true;
          }
          return false;
        });
  }

  /**
   * Begins to use a model's files.
   *
   * @throws NexusGenException if they are not there as a whole
   */
  public InstalledModel.Use use(FileList files) {
    try {
      Claim claim = Files.isWritable(folder) ? alone(() -> Claim.on(folder, files.digest())) : null;
      ModelUse use = new ModelUse(this, files, claim);
      if (!isWhole(files)) {
        use.close();
        throw new NexusGenException(
            "the files of model %s in %s were removed or damaged; 'nexusgen bundles stop %s' and 'start' unpack it again"
                .formatted(files.name(), home(files), files.name()));
      }
      return use;
    } catch (IOException e) {
      throw new NexusGenException("model " + files.name() + " cannot be used: " + e, e);
    }
  }

  /**
   * Deletes a model's files; where somebody uses them, at the end of the last use.
   *
   * @param digest of its list
   */
  public void remove(String digest) {
    Path one = folder.resolve(digest);
    if (digest.matches("[0-9a-f]{64}") && Files.isDirectory(one)) {
      logged(
          () -> {
            Files.writeString(one.resolve(ORIGIN), Origins.UNINSTALLED);
            removeUnused(one);
            return one;
          });
    }
  }

  /** Deletes what was left behind: half an unpacking, and models whose bundles' files are gone. */
  public void sweep() {
    if (!Files.isWritable(folder)) {
      return;
    }
    logged(
        () -> {
          List<Path> inside;
          try (Stream<Path> list = Files.list(folder)) {
            inside = list.filter(Files::isDirectory).toList();
          }
          for (Path one : inside) {
            if (one.getFileName().toString().startsWith(PART)
                || Origins.isGone(one.resolve(ORIGIN))) {
              removeUnused(one);
            }
          }
          return inside;
        });
  }

  /** What cannot be deleted now is deleted another time. */
  private void logged(Work<?> work) {
    try {
      alone(work);
    } catch (IOException e) {
      LoggerFactory.getLogger(ModelStore.class)
          .warn("an unpacked model was not deleted from {}", folder, e);
    }
  }

  private void removeUnused(Path one) throws IOException {
    if (!Claim.any(folder, one.getFileName().toString())) {
      moveAway(one);
    }
  }

  Path home(FileList files) {
    return folder.resolve(files.digest()).resolve(files.name());
  }

  /**
   * Whether every file is there with its size. Their digests were compared as they were written.
   */
  private boolean isWhole(FileList files) throws IOException {
    Path home = home(files);
    for (FileList.Entry file : files.files()) {
      Path path = home.resolve(file.path());
      if (!Files.isRegularFile(path) || Files.size(path) != file.bytes()) {
        return false;
      }
    }
    return Files.isDirectory(home);
  }

  private void place(FileList files, Path unpacked) throws IOException {
    alone(
        () -> {
          Path target = folder.resolve(files.digest());
          if (!isWhole(files)) { // another process may have been faster
            moveAway(target);
            Files.move(unpacked, target, StandardCopyOption.ATOMIC_MOVE);
          }
          return target;
        });
  }

  /** Gone in one step, whatever happens while it is deleted. */
  private void moveAway(Path target) throws IOException {
    if (Files.exists(target)) {
      Path gone = folder.resolve(PART + "-" + UUID.randomUUID());
      Files.move(target, gone, StandardCopyOption.ATOMIC_MOVE);
      Trees.delete(gone);
    }
  }

  /** Lets one thread of one process work at a time. */
  private <T> T alone(Work<T> work) throws IOException {
    // Interned: the one monitor that two platforms in a JVM share, whose file locks do not tell
    // them apart.
    synchronized (("nexusgen " + folder.toAbsolutePath()).intern()) {
      try (FileChannel channel =
              FileChannel.open(
                  folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          var lock = channel.lock()) {
        assert lock.isValid();
        return work.done();
      }
    }
  }
}
