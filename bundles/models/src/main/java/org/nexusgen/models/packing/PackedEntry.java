package org.nexusgen.models.packing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.nexusgen.models.store.FileList;
import org.nexusgen.models.store.Sha256;

/**
 * A file that is packed.
 *
 * @param path in the model's folder
 * @param file on disk
 * @param bytes its size
 * @param sha256 of its content
 * @param crc32 of its content, which a jar wants beforehand of what it stores uncompressed
 */
record PackedEntry(String path, Path file, long bytes, String sha256, long crc32) {
  /** Reads the file once. */
  static PackedEntry measured(String path, Path file) throws IOException {
    MessageDigest digest = Sha256.digest();
    CRC32 crc = new CRC32();
    try (InputStream in =
        new CheckedInputStream(new DigestInputStream(Files.newInputStream(file), digest), crc)) {
      long bytes = in.transferTo(OutputStream.nullOutputStream());
      return new PackedEntry(
          path, file, bytes, HexFormat.of().formatHex(digest.digest()), crc.getValue());
    }
  }

  FileList.Entry listed() {
    return new FileList.Entry(sha256, bytes, path);
  }
}
