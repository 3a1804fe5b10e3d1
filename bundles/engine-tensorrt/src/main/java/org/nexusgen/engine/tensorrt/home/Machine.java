package org.nexusgen.engine.tensorrt.home;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.nexusgen.api.config.ProcessSettings;

/**
 * The machine as discovery sees it, so that a test can show it another one.
 *
 * @param os name of the operating system, as Java calls it
 * @param arch of the processor, as Java calls it
 * @param root under which system folders are looked for
 * @param environment a variable's value, or the empty text
 * @param tensorrtHome folder of TensorRT that is set, or the empty text
 * @param cudaHome folder of CUDA that is set, or the empty text
 */
public record Machine(
    String os,
    String arch,
    Path root,
    UnaryOperator<String> environment,
    String tensorrtHome,
    String cudaHome) {
  /** The one that this process runs on, with its settings for TensorRT 8.6. */
  public static Machine here() {
    return here(
        ProcessSettings.of(TensorrtSettings.class, "tensorrt").home(),
        ProcessSettings.of(CudaSettings.class, "cuda").home());
  }

  /** The one that this process runs on. */
  public static Machine here(String tensorrtHome, String cudaHome) {
    return new Machine(
        System.getProperty("os.name", ""),
        System.getProperty("os.arch", ""),
        Path.of("/"),
        name -> System.getenv().getOrDefault(name, ""),
        tensorrtHome,
        cudaHome);
  }

  /** The folders of a variable such as {@code LD_LIBRARY_PATH}, as the loader splits it. */
  List<Path> path(String variable) {
    return Arrays.stream(environment.apply(variable).split("[:;]", -1))
        .flatMap(folder -> folder(folder).stream())
        .toList();
  }

  /** The folder that a variable names, if it is set. */
  Optional<Path> variable(String variable) {
    return folder(environment.apply(variable));
  }

  /**
   * The folder of that name, wherever the process that uses it is; none if the text is empty or no
   * path, as one with other letters than those of the process's language.
   */
  static Optional<Path> folder(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text).toAbsolutePath());
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
