package org.nexusgen.engine.tensorrt.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names that the loader of native libraries can take. It splits its lists at blanks, colons and
 * semicolons, replaces what begins with a dollar, and knows no escape (ld.so(8)): a path with one
 * of them gets a link in the cache, or in a temporary folder where the cache's path has one, too.
 */
final class LoaderNames {
  private static final Pattern TORN = Pattern.compile("[\\s:;$]");

  private static @Nullable Path temporary;

  private final Path cache;

  LoaderNames(Path cache) {
    this.cache = cache.toAbsolutePath();
  }

  List<Path> of(List<Path> paths) throws IOException {
    List<Path> names = new ArrayList<>();
    for (Path path : paths) {
      names.add(isTorn(path) ? link(path.toAbsolutePath()) : path);
    }
    return names;
  }

  private static boolean isTorn(Path path) {
    return TORN.matcher(path.toString()).find();
  }

  private Path link(Path path) throws IOException {
    Path own = cache.resolve("links");
    boolean temporary = isTorn(own);
    Path links = temporary ? temporary(path) : Files.createDirectories(own);
    byte[] text = path.toString().getBytes(StandardCharsets.UTF_8);
    Path link = links.resolve(UUID.nameUUIDFromBytes(text).toString());
    try {
      Files.createSymbolicLink(link, path);
    } catch (FileAlreadyExistsException e) {
      return link; // made by an earlier start, or by another process just now
    }
    if (temporary) {
      link.toFile().deleteOnExit(); // goes before its folder, which was asked to go first
    }
    return link;
  }

  /** One for all workers of this process, to which nobody else can write. */
  private static synchronized Path temporary(Path path) throws IOException {
    Path made = temporary;
    if (made != null && Files.isDirectory(made)) {
      return made;
    }
    Path folder = Files.createTempDirectory("nexusgen-links").toAbsolutePath();
    folder.toFile().deleteOnExit();
    if (isTorn(folder)) {
      throw new IOException(
          "the loader of native libraries cannot be told '%s': got blanks, ':', ';' or '$' in it, in the cache's path and in the temporary folder %s, wants one without; set NEXUSGEN_CACHE to such a folder"
              .formatted(path, folder));
    }
    temporary = folder;
    return folder;
  }
}
