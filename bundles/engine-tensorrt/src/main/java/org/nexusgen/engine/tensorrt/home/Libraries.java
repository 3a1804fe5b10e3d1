package org.nexusgen.engine.tensorrt.home;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
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

  private static final String LOADER_PATH = "LD_LIBRARY_PATH";
  private static final List<String> BELOW_HOME =
      List.of("", "lib", "lib64", "targets/x86_64-linux/lib", "targets/x86_64-linux-gnu/lib");
  private static final List<String> SYSTEM = List.of("usr/lib/x86_64-linux-gnu", "usr/lib64");

  /** Where the driver puts its library. */
  static Libraries driver(Machine machine) {
    List<Path> folders = new ArrayList<>(machine.path(LOADER_PATH));
    Stream.concat(
            SYSTEM.stream(),
            Stream.of("usr/lib/wsl/lib", "usr/local/nvidia/lib64", "usr/local/cuda/compat"))
        .forEach(folder -> folders.add(machine.root().resolve(folder)));
    return new Libraries(folders, "LD_LIBRARY_PATH and the system's folders");
  }

  /** CUDA's folder alone if it is set; else the usual places and beside TensorRT. */
  static Libraries cuda(Machine machine, Needs needs) {
    if (!machine.cudaHome().isEmpty()) {
      return inHome(Path.of(machine.cudaHome()), needs.cudaHome() + " " + machine.cudaHome());
    }
    List<Path> folders = new ArrayList<>();
    if (!machine.tensorrtHome().isEmpty()) {
      folders.addAll(below(Path.of(machine.tensorrtHome())));
    }
    machine.folder("CUDA_HOME").ifPresent(home -> folders.addAll(below(home)));
    machine.folder("CUDA_PATH").ifPresent(home -> folders.addAll(below(home)));
    folders.addAll(usual(machine, "usr/local", "cuda*"));
    return new Libraries(folders, "CUDA_HOME, LD_LIBRARY_PATH, /usr/local/cuda* and the system's");
  }

  /** TensorRT's folder alone if it is set; else the usual places. */
  static Libraries tensorrt(Machine machine, Needs needs) {
    if (!machine.tensorrtHome().isEmpty()) {
      return inHome(Path.of(machine.tensorrtHome()), needs.home() + " " + machine.tensorrtHome());
    }
    List<Path> folders = new ArrayList<>();
    machine.folder("TENSORRT_HOME").ifPresent(home -> folders.addAll(below(home)));
    folders.addAll(usual(machine, "usr/local", "[Tt]ensor[Rr][Tt]*"));
    folders.addAll(usual(machine, "opt", "[Tt]ensor[Rr][Tt]*"));
    return new Libraries(
        folders, "TENSORRT_HOME, LD_LIBRARY_PATH, /usr/local/tensorrt*, /opt and the system's");
  }

  private static Libraries inHome(Path home, String told) {
    return new Libraries(below(home), told);
  }

  private static List<Path> below(Path home) {
    return BELOW_HOME.stream().map(home::resolve).toList();
  }

  private static List<Path> usual(Machine machine, String parent, String pattern) {
    List<Path> folders = new ArrayList<>(machine.path(LOADER_PATH));
    Path place = machine.root().resolve(parent);
    if (Files.isDirectory(place)) {
      try (var homes = Files.newDirectoryStream(place, pattern)) {
        homes.forEach(home -> folders.addAll(below(home)));
      } catch (IOException e) {
        return folders; // what cannot be listed cannot be searched
      }
    }
    SYSTEM.forEach(folder -> folders.add(machine.root().resolve(folder)));
    return folders;
  }

  /** The library's file; where there is none, a reason is added. */
  Optional<Path> require(String name, String remedy, List<Reason> reasons) {
    Optional<Path> found = find(name);
    if (found.isEmpty()) {
      reasons.add(new Reason(name, "none", "it in " + told, remedy));
    }
    return found;
  }

  /** The same of a file whose name follows a pattern. */
  void requireLike(String pattern, String remedy, List<Reason> reasons) {
    if (folders.stream().noneMatch(folder -> hasLike(folder, pattern))) {
      reasons.add(new Reason(pattern, "none", "it in " + told, remedy));
    }
  }

  private static boolean hasLike(Path folder, String pattern) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (var files = Files.newDirectoryStream(folder, pattern)) {
      return files.iterator().hasNext();
    } catch (IOException e) {
      return false; // what cannot be listed cannot be searched
    }
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
      String real = String.valueOf(file.toRealPath().getFileName());
      String version = real.substring(real.indexOf(SUFFIX) + SUFFIX.length());
      return version.contains(".") ? Optional.of(version) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> resourceVersion(Path file) {
    try (var found = Files.newDirectoryStream(folder(file), RESOURCE)) {
      for (Path resource : found) {
        String name = resource.getFileName().toString();
        return Optional.of(name.substring(name.indexOf(SUFFIX) + SUFFIX.length()));
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static Path folder(Path file) {
    return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a folder");
  }
}
