package org.nexusgen.launcher.bundles;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;

/**
 * Where a bundle is taken from.
 *
 * @param text a file's path, a URL or Maven coordinates: what it is taken from another time
 */
record BundleSource(String text, Taking taking) {
  private static final Duration CONNECT = Duration.ofSeconds(30);
  private static final int OK = 200;

  /** How it comes here. */
  interface Taking {
    void to(Path target) throws IOException, InterruptedException;
  }

  static BundleSource of(String text, Artifacts artifacts) {
    if (text.matches("(?i)https?://.*")) {
      URI address = uri(text);
      return new BundleSource(text, target -> download(address, target));
    }
    if (text.matches("(?i)file:.*")) {
      return file(existing(text, path(text)));
    }
    if (text.matches("[\\w.-]+:[\\w.-]+:[\\w.-]+")) {
      return new BundleSource(text, target -> copy(artifacts.find(text), target));
    }
    return file(existing(text, Path.of(text)));
  }

  void copyTo(Path target) {
    try {
      taking.to(target);
    } catch (IOException e) {
      throw new NexusGenException("cannot fetch " + text + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NexusGenException("fetching " + text + " was cancelled", e);
    }
  }

  private static BundleSource file(Path file) {
    return new BundleSource(file.toString(), target -> copy(file, target));
  }

  private static void copy(Path file, Path target) throws IOException {
    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void download(URI address, Path target) throws IOException, InterruptedException {
    // follows redirects, but never from https to http
    HttpClient client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(CONNECT)
            .build();
    HttpRequest request = HttpRequest.newBuilder(address).build();
    HttpResponse<InputStream> response =
        client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      if (response.statusCode() != OK) {
        throw new BadInputException(
            "cannot fetch " + address + ": the server answers " + response.statusCode());
      }
      Files.copy(body, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static Path path(String text) {
    try {
      return Path.of(uri(text));
    } catch (IllegalArgumentException | FileSystemNotFoundException e) {
      throw new BadInputException(
          "'" + text + "' names no file: " + e.getMessage() + "; wants file:///folder/name.jar", e);
    }
  }

  private static URI uri(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new BadInputException("'" + text + "' is no URL: " + e.getMessage(), e);
    }
  }

  private static Path existing(String text, Path file) {
    if (!Files.isRegularFile(file)) {
      throw new BadInputException(
          "no file '" + text + "' to install from; wants a jar, its URL or group:artifact:version");
    }
    return file.toAbsolutePath().normalize();
  }
}
