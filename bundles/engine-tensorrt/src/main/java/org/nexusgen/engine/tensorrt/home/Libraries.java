package org.nexusgen.engine.tensorrt.home;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.nexusgen.api.engine.Availability.Reason;

/**
 * Folders in which libraries may be.
 *
 * @param folders in the order in which they are looked at
 * @param told how a message calls them
 */
record Libraries(List<Path> folders, String told) {
  private static final String SUFFIX = ".so.";

  /** Since release 10 with what it is for: {@code _ptx}, {@code _sm90}. */
  private static final String RESOURCE = "libnvinfer_builder_resource*.so.*";

  Libraries {
    folders = List.copyOf(folders);
  }

  /** The first folder that has all of these, so that they are of one release; else all folders. */
  Libraries together(List<String> names) {
    return folders.stream()
        .filter(folder -> hasAll(folder, names))
        .findFirst()
        .map(folder -> new Libraries(List.of(folder), told))
        .orElse(this);
  }

  /**
   * The folder of TensorRT. Releases 8.4 to 8.6 have the same names: the first folder with the
   * right one counts, and of those one that has all of it; else the first with any.
   */
  Libraries release(Needs needs) {
    List<Libraries> all =
        folders.stream()
            .filter(folder -> hasAll(folder, List.of(needs.core())))
            .map(folder -> beside(folder, needs.core()))
            .toList();
    List<Libraries> right = all.stream().filter(one -> one.isOf(needs)).toList();
    return right.stream()
        .filter(one -> hasAll(one.folders.getFirst(), needs.tensorrt()))
        .filter(one -> one.hasLike(needs.resource()))
        .findFirst()
        .or(() -> right.stream().findFirst())
        .or(() -> all.stream().findFirst())
        .orElse(this);
  }

  private static Libraries beside(Path folder, String name) {
    return new Libraries(List.of(folder), folder + ", where " + name + " is");
  }

  private boolean isOf(Needs needs) {
    return version(needs.core()).startsWith(needs.version() + ".");
  }

  private static boolean hasAll(Path folder, List<String> names) {
    return names.stream().map(folder::resolve).allMatch(Files::exists);
  }

  /** The library's file; where there is none, a reason is added. */
  Optional<Path> require(String name, String remedy, List<Reason> reasons) {
    Optional<Path> found = find(name);
    if (found.isEmpty()) {
      reasons.add(new Reason(name, others(name), "it in " + told, remedy));
    }
    return found;
  }

  /** Other releases of a library that lie there. */
  private String others(String name) {
    String stem = name.substring(0, name.indexOf(SUFFIX) + SUFFIX.length());
    return folders.stream()
        .flatMap(folder -> Listing.of(folder, stem + "*").stream())
        .findFirst()
        .map(Path::toString)
        .orElse("none");
  }

  /** The same of a file whose name follows a pattern. */
  void requireLike(String pattern, String remedy, List<Reason> reasons) {
    if (!hasLike(pattern)) {
      reasons.add(new Reason(pattern, "none", "it in " + told, remedy));
    }
  }

  private boolean hasLike(String pattern) {
    return folders.stream().anyMatch(folder -> !Listing.of(folder, pattern).isEmpty());
  }

  private Optional<Path> find(String name) {
    return folders.stream().map(folder -> folder.resolve(name)).filter(Files::exists).findFirst();
  }

  String where(String name) {
    return find(name).map(file -> folder(file).toString()).orElse(told);
  }

  /**
   * What follows {@code .so.} in the real name behind a link, or in the name of the builder's
   * resource beside it; empty if neither tells.
   */
  String version(String name) {
    return find(name)
        .map(file -> realVersion(file).or(() -> resourceVersion(file)).orElse(""))
        .orElse("");
  }

  private static Optional<String> realVersion(Path file) {
    try {
      return version(file.toRealPath()).filter(version -> version.contains("."));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> resourceVersion(Path file) {
    return Listing.of(folder(file), RESOURCE).stream().findFirst().flatMap(Libraries::version);
  }

  private static Optional<String> version(Path file) {
    String name = String.valueOf(file.getFileName());
    int at = name.indexOf(SUFFIX);
    return at < 0 ? Optional.empty() : Optional.of(name.substring(at + SUFFIX.length()));
  }

  static Path folder(Path file) {
    return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a folder");
  }
}
