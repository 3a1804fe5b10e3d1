package org.nexusgen.engine.onnxruntime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.config.CacheFolder;
import org.nexusgen.api.observe.CacheListener;
import org.nexusgen.api.weights.WeightEntry;

/**
 * Converted weights as plain files, one a tensor, from which sessions map them. A file's name is
 * made of what its content depends on: the checkpoint's path, size and time, the tensor's place in
 * it, and the form; a tensor that was computed is named by its bytes. Files appear whole or not at
 * all. When a checkpoint has changed, what was made from the old one is deleted.
 *
 * @param root folder that holds the files
 * @param listener hears for each tensor whether its file was there
 */
record WeightCache(Path root, CacheListener listener) {
  private static final String CACHE = "weights";

  // Raise when the bytes of a form change.
  private static final int VERSION = 1;
  private static final int NAME_LENGTH = 32;
  private static final int STAMP_LENGTH = 8;

  static WeightCache standard() {
    return new WeightCache(CacheFolder.path().resolve("weights"));
  }

  WeightCache(Path root) {
    this(root, CacheListener.silent());
  }

  /** The same files, whose use another listener hears. */
  WeightCache heardBy(CacheListener other) {
    return new WeightCache(root, other);
  }

  /** The file that holds the tensor in this form, made now if it is not there. */
  Path file(WeightEntry entry, WeightForm form) {
    try {
      Name name = name(entry, form);
      Path folder = root.resolve(name.folder());
      Path file = folder.resolve(name.stamp() + "-" + name.tensor() + ".bin");
      long length = form.stored(entry.shape()).elements() * form.dtype().bytes();
      boolean there = Files.exists(file) && Files.size(file) == length;
      listener.asked(CACHE, there);
      if (!there) {
        Files.createDirectories(folder);
        deleteOthers(folder, name.stamp());
        write(entry, form, folder, file);
      }
      return file.toRealPath();
    } catch (IOException e) {
      throw new NexusGenException(
          ("tensor '%s' could not be converted for the engine: %s; the cache is %s, set %s to a"
                  + " folder with more room")
              .formatted(entry.name(), e, root, CacheFolder.VARIABLE),
          e);
    }
  }

  private record Name(String folder, String stamp, String tensor) {}

  private static Name name(WeightEntry entry, WeightForm form) throws IOException {
    String tensor = "%d %s %s %s".formatted(VERSION, form.label(), entry.dtype(), entry.shape());
    return switch (entry) {
      case WeightEntry.InFile file -> {
        Path path = file.file().toRealPath();
        String stamp = Files.size(path) + " " + Files.getLastModifiedTime(path).toMillis();
        yield new Name(
            path.getFileName() + "-" + hash(path.toString()).substring(0, STAMP_LENGTH),
            hash(stamp).substring(0, STAMP_LENGTH),
            hash(tensor + " " + file.offset() + " " + file.length()));
      }
      case WeightEntry.InMemory memory -> {
        MessageDigest digest = sha256();
        digest.update(memory.tensor().bytes());
        digest.update(tensor.getBytes(StandardCharsets.UTF_8));
        yield new Name("computed", "0", hex(digest));
      }
    };
  }

  private static void deleteOthers(Path folder, String stamp) throws IOException {
    try (var files = Files.newDirectoryStream(folder, "*.bin")) {
      for (Path file : files) {
        if (!file.getFileName().toString().startsWith(stamp + "-")) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static void write(WeightEntry entry, WeightForm form, Path folder, Path file)
      throws IOException {
    Path unfinished = Files.createTempFile(folder, "packing", ".tmp");
    try {
      try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
        WeightPacker.pack(entry, form, bytes -> writeAll(channel, bytes));
      }
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static String hash(String text) {
    MessageDigest digest = sha256();
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    return hex(digest);
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest()).substring(0, NAME_LENGTH);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
