package org.nexusgen.maven;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarFile;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.artifact.ArtifactResolver;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

@DisplayName("The bundle as it ships")
class MavenBundleIT {
  private static final String SHA1_OF_A = "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8";

  @TempDir Path temp;

  @Test
  @DisplayName("brings all that it needs to fetch an artifact over HTTP with the user's settings")
  void standsAlone() throws Exception {
    System.clearProperty("maven.repo.local"); // of the build that runs this
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    serve(server, "parts-1.jar", "a");
    serve(server, "parts-1.jar.sha1", SHA1_OF_A);
    server.start();
    Path settings = Path.of(System.getenv("NEXUSGEN_MAVEN_SETTINGS"));
    Files.createDirectories(settings.getParent());
    OneMirror.write(
        settings,
        temp.resolve("local").toString(),
        "http://127.0.0.1:" + server.getAddress().getPort());
    Framework framework =
        new FrameworkFactory()
            .newFramework(
                Map.of(
                    Constants.FRAMEWORK_STORAGE,
                    temp.resolve("storage").toString(),
                    Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                    exportsOfApi() + ",org.slf4j;version=2.0.17,org.slf4j.spi;version=2.0.17",
                    Constants.FRAMEWORK_SYSTEMCAPABILITIES_EXTRA,
                    "osgi.extender;osgi.extender=osgi.component;version:Version=1.5"));
    framework.start();
    try {
      Bundle bundle =
          framework
              .getBundleContext()
              .installBundle("reference:" + Path.of(System.getProperty("bundle")).toUri());
      bundle.start();
      Class<?> type = bundle.loadClass("org.nexusgen.maven.MavenArtifactResolver");
      assertThat(type).isNotSameAs(MavenArtifactResolver.class);
      ArtifactResolver resolver = (ArtifactResolver) type.getConstructor().newInstance();
      assertThat(resolver.resolve("com.example:parts:1"))
          .startsWith(temp.resolve("local"))
          .hasContent("a");
    } finally {
      framework.stop();
      framework.waitForStop(10_000);
      server.stop(0);
    }
  }

  // As a host does it: what the api's manifest exports, with its versions.
  private static String exportsOfApi() throws Exception {
    Path api =
        Path.of(ArtifactResolver.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (JarFile jar = new JarFile(api.toFile())) {
      return jar.getManifest().getMainAttributes().getValue(Constants.EXPORT_PACKAGE);
    }
  }

  private static void serve(HttpServer server, String name, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/com/example/parts/1/" + name,
        exchange -> {
          if (exchange.getRequestURI().getPath().endsWith("/" + name)) {
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
          } else {
            exchange.sendResponseHeaders(404, -1);
          }
          exchange.close();
        });
  }
}
