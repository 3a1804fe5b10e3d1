package org.nexusgen.engine.tensorrt.plan;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.CancelledException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files by their content, as SHA-256. A file is read once; what it gave is kept in a folder, and
 * holds for as long as the file's stamp stays.
 */
public final class FileDigests {
  private static final Logger LOG = LoggerFactory.getLogger(FileDigests.class);
  private static final int PIECE = 8 << 20;
  private static final long LARGE = 1L << 30;
  private static final int MEBIBYTE = 20;

  private final Path folder;
  private final ReentrantLock reading = new ReentrantLock();
  private final Map<FileStamp, String> known = new ConcurrentHashMap<>();

  /**
   * @param folder for what it remembers; where it cannot be written, that is kept in memory
   */
  public FileDigests(Path folder) {
    this.folder = folder;
  }

  /** The digest of a file; others that want one wait while a file is read. */
  String of(Path file, Cancellation cancellation) throws IOException {
    Path real = file.toRealPath();
    FileStamp stamp = FileStamp.of(real);
    String digest = known.get(stamp);
    return digest == null ? alone(real, stamp, cancellation) : digest;
  }

  private String alone(Path file, FileStamp stamp, Cancellation cancellation) throws IOException {
    try {
      reading.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException();
    }
    try {
      String digest = known.get(stamp); // another thread may just have read the file
      if (digest == null) {
        Path note = folder.resolve(digest(stamp.text()) + ".sha256");
        Optional<String> noted = noted(note, stamp);
        digest = noted.isPresent() ? noted.get() : read(file, stamp, note, cancellation);
        known.put(stamp, digest);
      }
      return digest;
    } finally {
      reading.unlock();
    }
  }

  private String read(Path file, FileStamp stamp, Path note, Cancellation cancellation)
      throws IOException {
    if (stamp.bytes() > LARGE) {
      LOG.info(
          "reading weights of {} ({} MiB) once to know them by content",
          file,
          stamp.bytes() >> MEBIBYTE);
    }
    MessageDigest sha256 = PlanKey.sha256();
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
      while (in.read(piece) >= 0) {
        cancellation.check();
        sha256.update(piece.flip());
        piece.clear();
      }
    }
    if (!FileStamp.of(file).equals(stamp)) {
      throw new IOException(
          file + " was changed while it was read; try again when it is written to no more");
    }
    String digest = HexFormat.of().formatHex(sha256.digest());
    write(note, List.of(stamp.text(), digest, digest(stamp.text() + digest)));
    return digest;
  }

  /** Empty if there is none, or it is not what was written for this stamp. */
  private static Optional<String> noted(Path note, FileStamp stamp) {
    try {
      List<String> lines = Files.readAllLines(note);
      return lines.size() == 3
              && lines.get(0).equals(stamp.text())
              && lines.get(2).equals(digest(stamp.text() + lines.get(1)))
          ? Optional.of(lines.get(1))
          : Optional.empty();
    } catch (IOException e) {
      Interruption.check(e);
      return Optional.empty();
    }
  }

  private void write(Path note, List<String> lines) {
    try {
      Files.createDirectories(folder);
      Path unfinished = PlanFolder.unfinished(folder);
      try {
        Files.write(unfinished, lines);
        Files.move(unfinished, note, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(unfinished);
      }
    } catch (IOException e) {
      LOG.debug("what a file contains cannot be noted", e);
    }
  }

  private static String digest(String text) {
    return HexFormat.of().formatHex(PlanKey.sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }
}
