package org.nexusgen.engine.tensorrt.home;

import java.io.File;
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

  /** The folders of a variable such as {@code LD_LIBRARY_PATH}. */
  List<Path> path(String variable) {
    return Arrays.stream(environment.apply(variable).split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .map(Path::of)
        .toList();
  }

  /** The folder that a variable names, if it is set. */
  Optional<Path> folder(String variable) {
    return Optional.of(environment.apply(variable)).filter(f -> !f.isEmpty()).map(Path::of);
  }
}
