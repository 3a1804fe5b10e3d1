package org.nexusgen.training.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.nexusgen.api.tensor.Tensor;

/** Works for some calls, then fails: in the midst of a write it leaves half of it. */
final class CrashingDisk implements Disk {
  /** The process is gone: nobody handles this. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  private final Disk disk;
  private final boolean kills;
  private int left;

  /**
   * @param kills whether the process dies, or the call fails as on a full disk
   */
  CrashingDisk(Disk disk, int calls, boolean kills) {
    this.disk = disk;
    this.left = calls;
    this.kills = kills;
  }

  private void count(Path half) throws IOException {
    if (left-- <= 0) {
      if (!Files.isDirectory(half) && Files.isDirectory(half.resolveSibling(""))) {
        Files.writeString(half, "{\"ha");
      }
      if (kills) {
        throw new Killed();
      }
      throw new IOException("No space left on device");
    }
  }

  private void count() throws IOException {
    if (left-- <= 0) {
      if (kills) {
        throw new Killed();
      }
      throw new IOException("No space left on device");
    }
  }

  boolean crashed() {
    return left < 0;
  }

  @Override
  public void makeFolder(Path folder) throws IOException {
    count();
    disk.makeFolder(folder);
  }

  @Override
  public void write(Path file, Map<String, Tensor> tensors) throws IOException {
    count(file);
    disk.write(file, tensors);
  }

  @Override
  public void write(Path file, String text) throws IOException {
    count(file);
    disk.write(file, text);
  }

  @Override
  public void append(Path file, String text) throws IOException {
    count();
    disk.append(file, text);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    count();
    disk.rename(from, to);
  }

  @Override
  public void sync(Path folder) throws IOException {
    count();
    disk.sync(folder);
  }

  @Override
  public void delete(Path path) throws IOException {
    count();
    disk.delete(path);
  }
}
