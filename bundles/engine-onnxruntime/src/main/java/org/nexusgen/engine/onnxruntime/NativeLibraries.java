package org.nexusgen.engine.onnxruntime;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.nexusgen.api.config.CacheFolder;
import org.nexusgen.api.engine.Availability;
import org.slf4j.LoggerFactory;

/**
 * Unpacks the native libraries of the ONNX Runtime jar once into the cache folder. Left alone, ONNX
 * Runtime unpacks them to a temporary folder at every start, which takes most of a second.
 */
final class NativeLibraries {
  /** Where ONNX Runtime looks for its libraries before it unpacks them. */
  private static final String NATIVE_PATH = "onnxruntime.native.path";

  private static final String LIBRARY = System.mapLibraryName("onnxruntime");

  private NativeLibraries() {}

  /**
   * Does what loads the libraries, with the path set for as long as that takes: a property is the
   * JVM's. One that is set already stays. A failure leaves ONNX Runtime to its own way.
   */
  static <T> T whilePrepared(Supplier<T> start) {
    if (System.getProperty(NATIVE_PATH) != null) {
      return start.get();
    }
    prepare();
    try {
      return start.get();
    } finally {
      System.clearProperty(NATIVE_PATH);
    }
  }

  private static void prepare() {
    String platform =
        platform(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    try {
      unpack(platform, CacheFolder.path())
          .ifPresent(folder -> System.setProperty(NATIVE_PATH, folder.toString()));
    } catch (IOException | UncheckedIOException e) {
      LoggerFactory.getLogger(NativeLibraries.class)
          .debug("native libraries are unpacked at every start", e);
    }
  }

  /** Whether there is a library for a system, by the names that Java's properties have for it. */
  static Availability availability(String os, String arch) {
    String own = System.getProperty(NATIVE_PATH);
    if (own != null) {
      Path library = Path.of(own, LIBRARY);
      return Files.isRegularFile(library)
          ? Availability.available()
          : missing(
              library.toString(),
              "none",
              "a file",
              "leave the property " + NATIVE_PATH + " unset, or set it to the library's folder");
    }
    String platform = platform(os, arch);
    return OrtEnvironment.class.getResource(resources(platform) + LIBRARY) != null
        ? Availability.available()
        : missing(
            "system",
            platform,
            "linux-x64, linux-aarch64, osx-aarch64 or win-x64",
            "build ONNX Runtime for it and set the property %s to the folder, or take another engine"
                .formatted(NATIVE_PATH));
  }

  private static Availability missing(String what, String got, String wanted, String remedy) {
    return Availability.unavailable(List.of(new Availability.Reason(what, got, wanted, remedy)));
  }

  private static String resources(String platform) {
    return "/ai/onnxruntime/native/" + platform + "/";
  }

  /** The folder's name inside the jar. */
  static String platform(String os, String arch) {
    String name = os.toLowerCase(Locale.ROOT);
    String system = name.contains("mac") ? "osx" : name.contains("win") ? "win" : name;
    String processor =
        switch (arch) {
          case "aarch64", "arm64" -> "aarch64";
          case "amd64", "x86_64", "x64" -> "x64";
          default -> arch;
        };
    return system + "-" + processor;
  }

  /** Libraries are there and do not load. */
  static Availability unloadable(String flaw) {
    return missing(
        "native library",
        flaw,
        "one that loads here",
        "install what it lacks, or take another engine");
  }

  static Optional<Path> unpack(String platform, Path cache) throws IOException {
    List<String> names = List.of(LIBRARY, System.mapLibraryName("onnxruntime4j_jni"));
    String folder = resources(platform);
    URL library = OrtEnvironment.class.getResource(folder + names.get(0));
    if (library == null || OrtEnvironment.class.getResource(folder + names.get(1)) == null) {
      return Optional.empty();
    }
    // The size tells releases apart when the jar's manifest was lost in repackaging.
    long size = library.openConnection().getContentLengthLong();
    Path target = cache.resolve("native").resolve("onnxruntime-" + platform + "-" + size);
    if (!Files.isDirectory(target)) {
      Files.createDirectories(target.getParent());
      Path unfinished = Files.createTempDirectory(target.getParent(), "unpacking");
      try {
        for (String name : names) {
          copy(folder + name, unfinished.resolve(name));
        }
        publish(unfinished, target);
      } finally {
        delete(unfinished);
      }
    }
    return Optional.of(target);
  }

  private static void copy(String resource, Path target) throws IOException {
    try (InputStream in = OrtEnvironment.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("no resource " + resource);
      }
      Files.copy(in, target);
    }
  }

  // Another process may have been faster; its files are the same.
  private static void publish(Path unfinished, Path target) throws IOException {
    try {
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!Files.isDirectory(target)) {
        throw e;
      }
    }
  }

  /** What was not published: a full disk must not be filled with halves. */
  private static void delete(Path unfinished) throws IOException {
    if (Files.isDirectory(unfinished)) {
      try (var files = Files.list(unfinished)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(unfinished);
    }
  }
}
