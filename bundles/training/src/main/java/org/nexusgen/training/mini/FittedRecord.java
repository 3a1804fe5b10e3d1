package org.nexusgen.training.mini;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.nexusgen.api.NexusGenException;

/**
 * Remembers from what a part was fitted, so that a run that goes on does not fit the same again:
 * the step, and every file of the model, by content.
 *
 * @param file where that is written down
 */
record FittedRecord(Path file) {
  /** Whether the part was fitted from just this, and what was written is still there. */
  boolean holds(FittedStep step, Path model) {
    try {
      if (!Files.exists(file)) {
        return false;
      }
      List<String> lines = Files.readAllLines(file);
      Path written = model.resolve(lines.get(0));
      return lines.size() == 2
          && Files.isRegularFile(written)
          && lines.get(1).equals(digest(step, model, written));
    } catch (IOException e) {
      throw new NexusGenException("%s: %s".formatted(file, e), e);
    }
  }

  /**
   * @param written the part's file
   */
  void write(FittedStep step, Path model, Path written) {
    try {
      Files.createDirectories(Objects.requireNonNull(file.toAbsolutePath().getParent()));
      Path unfinished = file.resolveSibling(file.getFileName() + ".part");
      Files.writeString(
          unfinished, within(model, written) + "\n" + digest(step, model, written) + "\n");
      Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new NexusGenException("%s: %s".formatted(file, e), e);
    }
  }

  private static String digest(FittedStep step, Path model, Path written) throws IOException {
    MessageDigest digest = sha256();
    try (OutputStream sink = new DigestOutputStream(OutputStream.nullOutputStream(), digest);
        Stream<Path> files = Files.walk(model)) {
      sink.write((step + "\n").getBytes(StandardCharsets.UTF_8));
      for (Path one : files.filter(Files::isRegularFile).sorted().toList()) {
        sink.write((model.relativize(one) + " ").getBytes(StandardCharsets.UTF_8));
        sink.write((Files.size(one) + "\n").getBytes(StandardCharsets.UTF_8));
        try (InputStream content = Files.newInputStream(one)) {
          content.transferTo(sink);
        }
      }
      sink.write(within(model, written).getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String within(Path model, Path file) {
    return model.toAbsolutePath().relativize(file.toAbsolutePath()).toString();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
