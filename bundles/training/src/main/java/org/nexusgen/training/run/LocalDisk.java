package org.nexusgen.training.run;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.TensorFiles;

/** The file system. */
public final class LocalDisk implements Disk {
  private final TensorFiles tensorFiles;

  public LocalDisk(TensorFiles tensorFiles) {
    this.tensorFiles = tensorFiles;
  }

  @Override
  public void makeFolder(Path folder) throws IOException {
    Files.createDirectories(folder);
  }

  @Override
  public void write(Path file, Map<String, Tensor> tensors) throws IOException {
    tensorFiles.write(file, tensors, Map.of());
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  @Override
  public void write(Path file, String text) throws IOException {
    put(file, text, false);
  }

  @Override
  public void append(Path file, String text) throws IOException {
    put(file, text, true);
  }

  // Not a channel: an interrupt would close it.
  private static void put(Path file, String text, boolean append) throws IOException {
    try (FileOutputStream out = new FileOutputStream(file.toFile(), append)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.getFD().sync();
    }
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void sync(Path folder) throws IOException {
    if (System.getProperty("os.name", "").startsWith("Windows")) {
      return; // folders cannot be opened there, and renames are written through
    }
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public void delete(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> all = Files.walk(path)) {
      all.sorted(Comparator.reverseOrder())
          .forEach(
              one -> {
                try {
                  Files.deleteIfExists(one);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
