package org.nexusgen.launcher.bundles;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;

/**
 * What the framework itself holds of a bundle, wherever it put it, read as one jar without
 * resolving the bundle: first the manifest, then what belongs to signatures, as readers of signed
 * jars want it. The jar is made while it is read, so that it takes no room.
 */
final class BundleContent extends InputStream {
  private static final String MANIFEST = "META-INF/MANIFEST.MF";
  private static final int CHUNK = 1 << 16;

  private final Bundle bundle;
  private final Deque<String> paths;
  private final ByteArrayOutputStream made = new ByteArrayOutputStream(2 * CHUNK);
  private final ZipOutputStream zip = new ZipOutputStream(made);
  private final byte[] chunk = new byte[CHUNK];
  private @Nullable InputStream entry;
  private byte[] ready = {};
  private int next;
  private boolean finished;

  /**
   * @throws IOException if its entries cannot be listed
   */
  BundleContent(Bundle bundle) throws IOException {
    this.bundle = bundle;
    this.paths = new ArrayDeque<>(paths(bundle));
    zip.setLevel(0);
  }

  private static List<String> paths(Bundle bundle) throws IOException {
    List<String> files = new ArrayList<>();
    Deque<String> folders = new ArrayDeque<>(Set.of("/"));
    Set<String> seen = new HashSet<>(folders);
    while (!folders.isEmpty()) {
      Enumeration<String> inside = bundle.getEntryPaths(folders.remove());
      for (String path : inside == null ? Set.<String>of() : Collections.list(inside)) {
        if (!seen.add(path)) {
          throw new IOException("the entry '" + path + "' is there twice or has an odd name");
        }
        (path.endsWith("/") ? folders : files).add(path);
      }
    }
    files.sort(Comparator.comparingInt(BundleContent::rank));
    return files;
  }

  /**
   * Where an entry stands. Other things in META-INF come last: as long as nothing else was there,
   * Java takes some of them (an index, whatever is called {@code *.RSA}) for signatures.
   */
  private static int rank(String path) {
    if (path.equals(MANIFEST)) {
      return 0;
    }
    if (SignedContent.isOfSignature(path)) {
      return 1;
    }
    return path.startsWith("META-INF/") ? 3 : 2;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    while (next == ready.length && !finished) {
      make();
    }
    int count = Math.min(length, ready.length - next);
    System.arraycopy(ready, next, target, offset, count);
    next += count;
    return count == 0 && length > 0 ? -1 : count;
  }

  /** A little more of the jar. */
  private void make() throws IOException {
    if (entry != null) {
      int count = entry.read(chunk);
      if (count < 0) {
        entry.close();
        entry = null;
        zip.closeEntry();
      } else {
        zip.write(chunk, 0, count);
      }
    } else if (paths.isEmpty()) {
      zip.close();
      finished = true;
    } else {
      begin(paths.remove());
    }
    ready = made.toByteArray();
    next = 0;
    made.reset();
  }

  private void begin(String path) throws IOException {
    URL place = bundle.getEntry(path);
    if (place == null) {
      throw new IOException("the entry '" + path + "' is gone");
    }
    zip.putNextEntry(new ZipEntry(path));
    entry = place.openStream();
  }

  @Override
  public void close() throws IOException {
    if (entry != null) {
      entry.close();
    }
  }
}
