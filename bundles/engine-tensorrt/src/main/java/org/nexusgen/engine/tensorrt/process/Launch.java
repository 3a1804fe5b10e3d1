package org.nexusgen.engine.tensorrt.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.nexusgen.engine.tensorrt.worker.Worker;

/**
 * How the worker is started.
 *
 * @param classPath jars and folders
 * @param libraryFolders that the loader of native libraries searches first
 * @param preload libraries that are loaded before all others, with their symbols for everyone:
 *     DJL's native half uses those of the CUDA runtime but is not linked to it
 * @param cache folder for what DJL and JavaCPP unpack
 * @param layer name of the native layer
 * @param device number of the GPU
 * @param options more options for the Java machine
 */
public record Launch(
    List<Path> classPath,
    List<Path> libraryFolders,
    List<Path> preload,
    Path cache,
    String layer,
    int device,
    List<String> options) {
  private static final String LIBRARIES = "LD_LIBRARY_PATH";

  /** Starts it; it waits for a secret on its standard input. */
  Process start(int port) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new java.util.ArrayList<>(List.of(java));
    command.addAll(
        List.of(
            "-Xmx512m",
            // Tensors are outside of the heap; a model's cache may be large.
            "-XX:MaxDirectMemorySize=64g",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=/dev/null",
            "--enable-native-access=ALL-UNNAMED",
            "-Dai.djl.offline=true",
            // Else JavaCPP refuses more memory than a few heaps: plans and tensors are outside.
            "-Dorg.bytedeco.javacpp.maxBytes=0",
            "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
            "-Dorg.bytedeco.javacpp.cachedir=" + cache.resolve("javacpp")));
    command.addAll(options);
    command.addAll(List.of(Worker.class.getName(), Integer.toString(port), layer));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    // In the environment, not in the command: ONNX Runtime's start fails on long command lines.
    environment.put("CLASSPATH", path(classPath));
    environment.put("DJL_CACHE_DIR", cache.resolve("djl").toString());
    environment.remove("JAVA_TOOL_OPTIONS");
    // Kernels come to the device when they are first used: thousands are there, few are.
    environment.putIfAbsent("CUDA_MODULE_LOADING", "LAZY");
    if (!libraryFolders.isEmpty()) {
      String before = environment.getOrDefault(LIBRARIES, "");
      String own = path(libraryFolders);
      environment.put(LIBRARIES, before.isEmpty() ? own : own + File.pathSeparator + before);
    }
    if (!preload.isEmpty()) {
      environment.put("LD_PRELOAD", path(preload));
    }
    return builder.start();
  }

  private static String path(List<Path> entries) {
    return entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }
}
