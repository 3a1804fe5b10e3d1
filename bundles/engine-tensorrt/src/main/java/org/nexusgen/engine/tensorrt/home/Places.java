package org.nexusgen.engine.tensorrt.home;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where libraries may be, in the order of {@code docs/tensorrt.md}. */
final class Places {
  private static final String LOADER_PATH = "LD_LIBRARY_PATH";
  private static final String TENSORRT = "[Tt]ensor[Rr][Tt]*";
  private static final List<String> BELOW_HOME =
      List.of("", "lib", "lib64", "targets/x86_64-linux/lib", "targets/x86_64-linux-gnu/lib");
  private static final List<String> SYSTEM = List.of("usr/lib/x86_64-linux-gnu", "usr/lib64");
  private static final List<String> DRIVER =
      List.of("usr/lib/wsl/lib", "usr/local/nvidia/lib64", "usr/local/cuda/compat");

  private final Machine machine;
  private final List<Path> folders = new ArrayList<>();

  private Places(Machine machine) {
    this.machine = machine;
  }

  /** Where the driver puts its library. */
  static Libraries driver(Machine machine) {
    return new Places(machine)
        .listed()
        .system(Stream.concat(SYSTEM.stream(), DRIVER.stream()).toList())
        .told("LD_LIBRARY_PATH and the system's folders");
  }

  /** CUDA's folder alone if it is set; else the usual places and beside TensorRT. */
  static Libraries cuda(Machine machine, Needs needs) {
    Places places = new Places(machine);
    if (!machine.cudaHome().isEmpty()) {
      return places
          .home(Machine.folder(machine.cudaHome()))
          .told(needs.cudaHome() + " " + machine.cudaHome());
    }
    return places
        .home(machine.variable("CUDA_HOME"))
        .home(machine.variable("CUDA_PATH"))
        .listed()
        .homes("usr/local", "cuda*")
        .system(SYSTEM)
        .home(Machine.folder(machine.tensorrtHome()))
        .told("CUDA_HOME, LD_LIBRARY_PATH, /usr/local/cuda* and the system's");
  }

  /** TensorRT's folder alone if it is set; else the usual places. */
  static Libraries tensorrt(Machine machine, Needs needs) {
    Places places = new Places(machine);
    if (!machine.tensorrtHome().isEmpty()) {
      return places
          .home(Machine.folder(machine.tensorrtHome()))
          .told(needs.home() + " " + machine.tensorrtHome());
    }
    return places
        .home(machine.variable("TENSORRT_HOME"))
        .listed()
        .homes("usr/local", TENSORRT)
        .homes("opt", TENSORRT)
        .system(SYSTEM)
        .told("TENSORRT_HOME, LD_LIBRARY_PATH, /usr/local/tensorrt*, /opt and the system's");
  }

  private Places listed() {
    folders.addAll(machine.path(LOADER_PATH));
    return this;
  }

  private Places home(Optional<Path> home) {
    home.ifPresent(folder -> BELOW_HOME.forEach(below -> folders.add(folder.resolve(below))));
    return this;
  }

  private Places homes(String parent, String pattern) {
    Listing.of(machine.root().resolve(parent), pattern).forEach(home -> home(Optional.of(home)));
    return this;
  }

  private Places system(List<String> names) {
    names.forEach(name -> folders.add(machine.root().resolve(name)));
    return this;
  }

  private Libraries told(String words) {
    return new Libraries(folders, words);
  }
}
