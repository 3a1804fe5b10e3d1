package org.nexusgen.models.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.ZipException;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;

/** Writes the files of a list, and compares size and digest of each with what the list says. */
record Unpacking(FileList files, PackedFiles content) {
  void into(Path target) throws IOException {
    Files.createDirectories(target);
    long free = Files.getFileStore(target).getUsableSpace();
    if (free < files.bytes()) {
      throw new NexusGenException(
          "model %s needs %d bytes in %s, where %d are free; make room or set NEXUSGEN_DATA"
              .formatted(files.name(), files.bytes(), target, free));
    }
    for (FileList.Entry file : files.files()) {
      Path path = target.resolve(file.path());
      Files.createDirectories(path.resolve("..").normalize());
      try (InputStream in = open(file);
          OutputStream out = Files.newOutputStream(path, StandardOpenOption.CREATE_NEW)) {
        Sha256.Copied copied = Sha256.copy(in, out, file.bytes());
        if (copied.bytes() != file.bytes()) {
          String got = copied.bytes() > file.bytes() ? "more" : String.valueOf(copied.bytes());
          throw damaged(file, "has " + got + " bytes, wants " + file.bytes());
        }
        if (!copied.sha256().equals(file.sha256())) {
          throw damaged(file, "has another SHA-256 than the list says");
        }
      } catch (ZipException | EOFException e) {
        throw damaged(file, "cannot be read: " + e.getMessage());
      }
    }
  }

  private InputStream open(FileList.Entry file) {
    try {
      return content.open(FileList.CONTENT + file.path());
    } catch (IOException e) {
      throw damaged(file, "cannot be read: " + e.getMessage());
    }
  }

  private BadInputException damaged(FileList.Entry file, String how) {
    return new BadInputException(
        "model %s is damaged: file '%s' of its bundle %s; fetch or pack it again"
            .formatted(files.name(), file.path(), how));
  }
}
