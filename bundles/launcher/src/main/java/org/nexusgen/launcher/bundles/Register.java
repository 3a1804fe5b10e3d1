package org.nexusgen.launcher.bundles;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.nexusgen.api.BadInputException;

/**
 * What a user installed and stopped.
 *
 * @param entries the installed bundles
 * @param stopped the bundles of any origin that do not start, as {@code name:version}
 */
record Register(List<Entry> entries, Set<String> stopped) {
  static final Register EMPTY = new Register(List.of(), Set.of());

  /**
   * An installed bundle.
   *
   * @param file its name in the folder of the register
   * @param sha256 what the file's digest must be
   * @param stamp the file's {@link FileStamp} when it last had that digest
   */
  record Entry(
      String file, String name, String version, String source, String sha256, String stamp) {
    String key() {
      return name + ":" + version;
    }

    boolean hasFileOf(Entry other) {
      return file.equals(other.file);
    }
  }

  /**
   * With one more bundle.
   *
   * @throws BadInputException if it is there, perhaps since another process installed it
   */
  Register with(Entry entry) {
    if (entries.stream().anyMatch(e -> e.key().equals(entry.key()))) {
      throw new BadInputException(
          "bundle " + entry.key() + " is installed already; 'nexusgen bundles update' replaces it");
    }
    return new Register(Stream.concat(entries.stream(), Stream.of(entry)).toList(), stopped);
  }

  Register without(Entry entry) {
    return new Register(entries.stream().filter(e -> !e.hasFileOf(entry)).toList(), stopped);
  }

  /** With another stamp for a bundle whose file was read again. */
  Register stamped(Entry entry, String stamp) {
    return new Register(
        entries.stream()
            .map(
                e ->
                    e.hasFileOf(entry)
                        ? new Entry(e.file, e.name, e.version, e.source, e.sha256, stamp)
                        : e)
            .toList(),
        stopped);
  }

  Register withStopped(String key, boolean isStopped) {
    Set<String> changed = new TreeSet<>(stopped);
    if (isStopped) {
      changed.add(key);
    } else {
      changed.remove(key);
    }
    return new Register(entries, Set.copyOf(changed));
  }
}
