package org.nexusgen.engine.tensorrt.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the worker finds in its environment: this process's, but for what is not meant for it. */
final class WorkerEnvironment {
  private static final String LIBRARIES = "LD_LIBRARY_PATH";

  /** Whoever sets these means this process: its debugger's port is taken when the worker starts. */
  private static final List<String> OPTIONS =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  private WorkerEnvironment() {}

  /**
   * @param environment this process's; changed
   */
  static void prepare(Map<String, String> environment, Launch launch) throws IOException {
    OPTIONS.forEach(environment::remove);
    // In the environment, not in the command: ONNX Runtime's start fails on long command lines.
    environment.put("CLASSPATH", path(launch.classPath()));
    environment.put("DJL_CACHE_DIR", launch.cache().resolve("djl").toString());
    // Kernels come to the device when they are first used: thousands are there, few are.
    environment.putIfAbsent("CUDA_MODULE_LOADING", "LAZY");
    OneGpu.show(launch.gpu(), environment);
    LoaderNames names = new LoaderNames(launch.cache());
    if (!launch.libraryFolders().isEmpty()) {
      String before = environment.getOrDefault(LIBRARIES, "");
      String own = path(names.of(launch.libraryFolders()));
      environment.put(LIBRARIES, before.isEmpty() ? own : own + File.pathSeparator + before);
    }
    if (!launch.preload().isEmpty()) {
      environment.put("LD_PRELOAD", path(names.of(launch.preload())));
    }
  }

  private static String path(List<Path> entries) {
    return entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }
}
