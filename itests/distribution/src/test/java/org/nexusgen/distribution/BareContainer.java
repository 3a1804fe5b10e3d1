package org.nexusgen.distribution;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.nexusgen.distribution.part.PaintingActivator;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** A framework as somebody else would start it: none of our classes is at work in it. */
record BareContainer(Framework framework) implements AutoCloseable {
  private static final long STOP_MILLIS = 30_000;

  /**
   * Starts it.
   *
   * @param packages what it exports of the class path beside its own
   */
  static BareContainer start(Path storage, String packages) throws BundleException {
    Framework framework =
        ServiceLoader.load(FrameworkFactory.class)
            .findFirst()
            .orElseThrow()
            .newFramework(
                Map.of(
                    Constants.FRAMEWORK_STORAGE,
                    storage.toString(),
                    Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                    packages,
                    // they would belong to the JVM, in which other tests run, too
                    "felix.service.urlhandlers",
                    "false"));
    framework.start();
    return new BareContainer(framework);
  }

  /** Installs all, then starts all, as an installer of features does. */
  void run(List<Path> jars) throws BundleException {
    List<Bundle> bundles = new ArrayList<>();
    for (Path jar : jars) {
      bundles.add(framework.getBundleContext().installBundle("reference:" + jar.toUri()));
    }
    for (Bundle bundle : bundles) {
      bundle.start();
    }
  }

  List<Bundle> bundles() {
    return Arrays.asList(framework.getBundleContext().getBundles());
  }

  /** A bundle of the container's user, with {@link PaintingActivator}. */
  static Path painter(Path folder) throws IOException {
    Path file = folder.resolve("painter.jar");
    Manifest manifest = new Manifest();
    Attributes headers = manifest.getMainAttributes();
    headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.putValue("Bundle-ManifestVersion", "2");
    headers.putValue("Bundle-SymbolicName", "com.example.painter");
    headers.putValue("Bundle-Activator", PaintingActivator.class.getName());
    String range = ";version=\"[1.0,2)\"";
    headers.putValue(
        "Import-Package",
        String.join(
            ",",
            "org.osgi.framework",
            "org.nexusgen.api" + range,
            "org.nexusgen.api.image" + range));
    String path = PaintingActivator.class.getName().replace('.', '/') + ".class";
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out, manifest);
        InputStream code = PaintingActivator.class.getResourceAsStream("/" + path)) {
      jar.putNextEntry(new JarEntry(path));
      Objects.requireNonNull(code, path).transferTo(jar);
    }
    return file;
  }

  /** The jar of a folder whose name begins with an artifact's. */
  static Path jar(Path folder, String artifact) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches(artifact + "-[0-9].*\\.jar"))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no " + artifact + " in " + folder));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() throws BundleException {
    try {
      framework.stop();
      framework.waitForStop(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
