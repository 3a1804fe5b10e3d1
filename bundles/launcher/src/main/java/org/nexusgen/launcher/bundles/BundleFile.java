package org.nexusgen.launcher.bundles;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.BadInputException;
import org.osgi.framework.Version;

/**
 * A jar that its manifest makes a bundle. Jars come from anywhere: the name becomes part of a file
 * name, so it is checked first.
 */
record BundleFile(Path jar, String name, String version) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,199}");

  static BundleFile read(Path jar) {
    Attributes headers = headers(jar);
    String name = firstClause(headers.getValue("Bundle-SymbolicName"));
    if (!NAME.matcher(name).matches()) {
      throw new BadInputException(
          jar
              + " is no bundle: Bundle-SymbolicName in its manifest is '"
              + name
              + "', wants letters, digits, '.', '-' and '_'; build it with bnd or"
              + " maven-bundle-plugin");
    }
    if (headers.getValue("Fragment-Host") != null
        && firstClause(headers.getValue("Fragment-Host"))
            .matches("system\\.bundle|org\\..*felix.*")) {
      throw new BadInputException(
          jar + " extends the framework itself, which only the folder lib of an installation may");
    }
    try {
      String version = headers.getValue("Bundle-Version");
      return new BundleFile(jar, name, Version.parseVersion(version).toString());
    } catch (IllegalArgumentException e) {
      throw new BadInputException(
          jar + ": Bundle-Version is none: " + e.getMessage() + "; wants 1.2.3 or 1.2.3.text", e);
    }
  }

  /** A file's digest in hexadecimal. */
  static String sha256(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static Attributes headers(Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      Manifest manifest = file.getManifest();
      return manifest == null ? new Attributes() : manifest.getMainAttributes();
    } catch (IOException | SecurityException e) {
      throw new BadInputException(jar + " is no readable jar: " + e.getMessage(), e);
    }
  }

  private static String firstClause(@Nullable String header) {
    return header == null ? "" : header.replaceFirst("[;,].*", "").strip();
  }
}
