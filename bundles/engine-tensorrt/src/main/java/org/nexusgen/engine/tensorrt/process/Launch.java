package org.nexusgen.engine.tensorrt.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
 * @param gpu its number, as CUDA counts those that this process sees
 * @param options more options for the Java machine
 */
public record Launch(
    List<Path> classPath,
    List<Path> libraryFolders,
    List<Path> preload,
    Path cache,
    String layer,
    int gpu,
    List<String> options) {
  /** Starts it; it waits for a secret on its standard input. */
  Process start(int port) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>(List.of(java));
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
    WorkerEnvironment.prepare(builder.environment(), this);
    return builder.start();
  }
}
