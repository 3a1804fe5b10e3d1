package org.nexusgen.distribution;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The repository as a newcomer has it after the first {@code ./nexusgen}: a copy, with the
 * distribution built and a local Maven repository that has everything but our artifacts.
 *
 * @param root of the copy
 * @param around what belongs to it: Maven's repository, the user's data, caches
 */
record Checkout(Path root, Path around) {
  /** Only against a process that hangs; not a measure of speed. */
  private static final long HANGS_AFTER_MINUTES = 15;

  /** Not copied: what is built, and what takes room and nobody builds with. */
  private static final Set<String> LEFT_OUT =
      Set.of("target", ".git", "models", "data", "pictures");

  static Checkout copy(Path folder) throws IOException, InterruptedException {
    Checkout checkout = new Checkout(folder.resolve("nexus-gen"), folder.resolve("around"));
    Path original = repository();
    copy(original, checkout.root);
    String models = "distribution/models";
    Files.createSymbolicLink(checkout.root.resolve(models), original.resolve(models));
    checkout.repositories();
    Path target = Files.createDirectories(checkout.root.resolve("distribution/target"));
    Shipped shipped = Shipped.unpack(folder);
    Files.move(shipped.home(), target.resolve(shipped.home().getFileName()));
    Files.createFile(target.resolve("built.stamp"));
    return checkout;
  }

  /** The repository that this test is part of. */
  static Path repository() throws IOException {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("samples/hosts"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IOException("no samples/hosts here or above");
      }
    }
    return folder;
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            boolean packages = folder.toString().contains("src" + File.separator);
            if (!packages && LEFT_OUT.contains(folder.getFileName().toString())) {
              boolean module = Files.exists(folder.resolve("pom.xml"));
              if (!module) {
                return FileVisitResult.SKIP_SUBTREE;
              }
            }
            Files.createDirectories(to.resolve(from.relativize(folder).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(file, to.resolve(from.relativize(file).toString()));
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** A local repository of its own, and what tells Maven of it. */
  private void repositories() throws IOException {
    Path real = Path.of(System.getProperty("maven.repository"));
    link(real, local(), "org");
    link(real.resolve("org"), local().resolve("org"), "nexusgen");
    String offline = System.getProperty("maven.mode").equals("offline: true") ? "-o\n" : "";
    Path settings = Files.createDirectories(root.resolve(".mvn")).resolve("maven.config");
    Files.writeString(settings, offline + "-Dmaven.repo.local=" + local() + "\n");
  }

  private Path local() {
    return around.resolve("repository");
  }

  /** Where {@code mvn install} puts a jar. */
  Path installed(String group, String artifact, String version) {
    return local()
        .resolve(group.replace('.', '/'))
        .resolve(artifact)
        .resolve(version)
        .resolve(artifact + "-" + version + ".jar");
  }

  /** A folder of links to what another one has, but for one name. */
  private static void link(Path real, Path folder, String without) throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> all = Files.list(real)) {
      for (Path one : all.toList()) {
        if (!one.getFileName().toString().equals(without)) {
          Files.createSymbolicLink(folder.resolve(one.getFileName()), one);
        }
      }
    }
  }

  /** Runs a line as somebody types it into a shell. */
  Shipped.Run type(String line) throws IOException, InterruptedException {
    Path out = Files.createTempFile(around, "out", ".txt");
    Path err = Files.createTempFile(around, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", line)
            .directory(root.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    Map<String, String> environment = builder.environment();
    String java = System.getProperty("java.home");
    String path =
        Stream.of(java + "/bin", System.getProperty("maven.home") + "/bin", environment.get("PATH"))
            .reduce((left, right) -> left + File.pathSeparator + right)
            .orElseThrow();
    environment.put("PATH", path);
    environment.put("JAVA_HOME", java);
    environment.put("NEXUSGEN_CACHE", around.resolve("cache").toString());
    environment.put("NEXUSGEN_DATA", around.resolve("data").toString());
    environment.keySet().removeAll(Set.of("NEXUSGEN_MODEL", "MAVEN_BASEDIR"));
    Process process = builder.start();
    process.getOutputStream().close();
    if (!process.waitFor(HANGS_AFTER_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IOException("hangs: " + line + "\n" + Files.readString(err));
    }
    return new Shipped.Run(process.exitValue(), Files.readString(out), Files.readString(err));
  }
}
