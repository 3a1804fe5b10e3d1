package org.nexusgen.launcher.bundles;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;

/** Reads a jar to the last byte and tells what keeps its signature from being trusted. */
record SignedJar(Path jar, TrustStore trusted) {
  /** What a signature consists of and so cannot cover. */
  private static final Pattern OF_SIGNATURE =
      Pattern.compile("META-INF/(MANIFEST\\.MF|[^/]+\\.(SF|RSA|DSA|EC))", Pattern.CASE_INSENSITIVE);

  /** Empty if every entry is signed by a trusted key. */
  String flaw() {
    try (JarFile file = new JarFile(jar.toFile(), true)) {
      Manifest manifest = file.getManifest();
      if (manifest == null) {
        return "it has no manifest";
      }
      boolean digested = manifest.getEntries().values().stream().anyMatch(SignedJar::isDigested);
      List<String> names = file.stream().map(JarEntry::getName).toList();
      boolean signed =
          names.stream().anyMatch(name -> name.matches("(?i)META-INF/[^/]+\\.SF"))
              && names.stream().anyMatch(name -> name.matches("(?i)META-INF/[^/]+\\.(RSA|DSA|EC)"));
      if (!digested || !signed) {
        return digested ? "its signature was removed" : "it is not signed";
      }
      Map<CodeSigner, String> signers = new HashMap<>();
      for (JarEntry entry : Collections.list(file.entries())) {
        String flaw = flaw(file, entry, signers);
        if (!flaw.isEmpty()) {
          return flaw;
        }
      }
      for (Map.Entry<String, Attributes> section : manifest.getEntries().entrySet()) {
        if (isDigested(section.getValue()) && file.getEntry(section.getKey()) == null) {
          return section.getKey() + " was removed after the bundle was signed";
        }
      }
      return "";
    } catch (IOException | SecurityException e) {
      return "its signature is broken: " + e.getMessage();
    }
  }

  private String flaw(JarFile file, JarEntry entry, Map<CodeSigner, String> known) {
    if (entry.isDirectory() || OF_SIGNATURE.matcher(entry.getName()).matches()) {
      return "";
    }
    try (InputStream in = file.getInputStream(entry)) {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException | SecurityException e) {
      return entry.getName()
          + " does not fit the signature: changed since ("
          + e.getMessage()
          + ")";
    }
    CodeSigner[] signers = entry.getCodeSigners(); // known when the entry was read
    if (signers == null) {
      return entry.getName() + " is not covered by the signature: added later, or that is too weak";
    }
    List<String> flaws =
        Arrays.stream(signers).map(one -> known.computeIfAbsent(one, this::distrust)).toList();
    return flaws.contains("") ? "" : flaws.get(0);
  }

  private String distrust(CodeSigner signer) {
    return trusted.distrust(
        signer.getSignerCertPath().getCertificates().stream()
            .map(X509Certificate.class::cast)
            .toList());
  }

  private static boolean isDigested(Attributes section) {
    return section.keySet().stream().anyMatch(key -> key.toString().endsWith("-Digest"));
  }
}
