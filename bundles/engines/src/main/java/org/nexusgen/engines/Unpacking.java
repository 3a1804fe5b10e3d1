package org.nexusgen.engines;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.CancelledException;
import org.nexusgen.api.NexusGenException;

/** Takes the libraries out of their jars. */
final class Unpacking {
  private static final int PIECE = 1 << 20;

  private final LibraryFolder target;
  private final Meter meter;
  private final Cancellation cancellation = new Cancellation();
  private long done;

  Unpacking(LibraryFolder target, Meter meter) {
    this.target = target;
    this.meter = meter;
  }

  /**
   * Fills the target.
   *
   * @param jars of the recipe's sources, in their order
   * @throws NexusGenException if a jar is not what it should be; nothing is left then
   * @throws CancelledException if the thread was interrupted; nothing is left then
   */
  void fill(List<Path> jars) {
    cancellation.check();
    try (Unfinished unfinished = Unfinished.in(target.workplace())) {
      Path whole = Files.createDirectory(unfinished.folder().resolve("whole"));
      Path lib = Files.createDirectory(whole.resolve(LibraryFolder.LIB));
      for (int i = 0; i < jars.size(); i++) {
        unpack(jars.get(i), target.recipe().sources().get(i), lib);
      }
      if (Files.isDirectory(target.folder())) {
        Path place = target.folder().resolve(LibraryFolder.LIB);
        Files.move(lib, place, StandardCopyOption.ATOMIC_MOVE);
      } else {
        Files.move(whole, target.folder(), StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (ClosedByInterruptException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException();
    } catch (IOException e) {
      throw new NexusGenException(
          "cannot install into %s: %s; make room there or give another place with --to"
              .formatted(target.folder(), IoErrors.reason(e)),
          e);
    }
  }

  private void unpack(Path jar, Recipe.Source source, Path lib) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (Recipe.Library library : source.libraries()) {
        copy(zip, entry(zip, jar, library), lib.resolve(library.name()));
      }
    } catch (ZipException e) {
      throw new NexusGenException(
          "%s is damaged (%s): delete it, and install again to have it fetched anew"
              .formatted(jar, e.getMessage()),
          e);
    }
  }

  private static ZipEntry entry(ZipFile zip, Path jar, Recipe.Library library) {
    ZipEntry entry =
        zip.stream()
            .filter(one -> one.getName().endsWith("/" + library.name()))
            .findFirst()
            .orElseThrow(
                () ->
                    new NexusGenException(
                        "%s has no file %s in it: the artifact is another one than expected"
                            .formatted(jar, library.name())));
    if (entry.getSize() != library.bytes()) {
      throw new NexusGenException(
          "%s: %s has %d bytes, wants %d: the artifact is another one than expected"
              .formatted(jar, library.name(), entry.getSize(), library.bytes()));
    }
    return entry;
  }

  private void copy(ZipFile zip, ZipEntry entry, Path file) throws IOException {
    byte[] piece = new byte[PIECE];
    try (InputStream in = zip.getInputStream(entry);
        OutputStream out = Files.newOutputStream(file)) {
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        cancellation.check();
        out.write(piece, 0, read);
        done += read;
        meter.show("unpacking", done, target.recipe().unpackedBytes());
      }
    }
  }
}
