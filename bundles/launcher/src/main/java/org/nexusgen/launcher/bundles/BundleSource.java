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

/** Where a bundle is taken from: a file or a URL. */
record BundleSource(URI address) {
  private static final Duration CONNECT = Duration.ofSeconds(30);
  private static final int OK = 200;

  static BundleSource of(String text) {
    if (text.matches("(?i)https?://.*")) {
      return new BundleSource(uri(text));
    }
    if (text.matches("(?i)file:.*")) {
      return new BundleSource(existing(text, path(text)).toUri());
    }
    if (text.matches("[\\w.-]+:[\\w.-]+:[\\w.-]+")) {
      throw new BadInputException(
          "'"
              + text
              + "': Maven coordinates cannot be installed yet; give the jar's file"
              + " (in ~/.m2/repository) or its URL");
    }
    return new BundleSource(existing(text, Path.of(text)).toUri());
  }

  /** A file as its path, anything else as its URL. */
  String text() {
    return isFile() ? Path.of(address).toString() : address.toString();
  }

  void copyTo(Path target) {
    try {
      if (isFile()) {
        Files.copy(Path.of(address), target, StandardCopyOption.REPLACE_EXISTING);
      } else {
        download(target);
      }
    } catch (IOException e) {
      throw new NexusGenException("cannot fetch " + text() + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NexusGenException("fetching " + text() + " was cancelled", e);
    }
  }

  private void download(Path target) throws IOException, InterruptedException {
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
            "cannot fetch " + text() + ": the server answers " + response.statusCode());
      }
      Files.copy(body, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private boolean isFile() {
    return "file".equalsIgnoreCase(address.getScheme());
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
          "no file '" + text + "' to install from; wants a jar, or a URL of one");
    }
    return file.toAbsolutePath().normalize();
  }
}
