package org.nexusgen.launcher.bundles;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.CodeSigner;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;

/**
 * Reads a jar to the last byte and tells what keeps its signature from being trusted.
 *
 * @param jar whose manifest comes first, and then what belongs to signatures; what comes later of
 *     these counts as missing
 */
record SignedContent(InputStream jar, TrustStore trusted) {
  /** What a signature consists of and so cannot cover. */
  private static final Pattern OF_SIGNATURE =
      Pattern.compile("META-INF/(MANIFEST\\.MF|[^/]+\\.(SF|RSA|DSA|EC))", Pattern.CASE_INSENSITIVE);

  static boolean isOfSignature(String path) {
    return OF_SIGNATURE.matcher(path).matches();
  }

  /** Empty if every entry is signed by a trusted key. */
  String flaw() {
    try (JarInputStream in = new JarInputStream(jar, true)) {
      Manifest manifest = in.getManifest();
      return manifest == null ? "it has no manifest" : flaw(in, manifest);
    } catch (IOException | SecurityException e) {
      return "its signature is broken: " + e.getMessage();
    }
  }

  private String flaw(JarInputStream in, Manifest manifest) throws IOException {
    List<String> ofSignature = new ArrayList<>();
    JarEntry entry = in.getNextJarEntry();
    while (entry != null && isOfSignature(entry.getName())) {
      ofSignature.add(entry.getName());
      entry = in.getNextJarEntry();
    }
    boolean digested = manifest.getEntries().values().stream().anyMatch(SignedContent::isDigested);
    boolean signed =
        ofSignature.stream().anyMatch(name -> name.matches("(?i).*\\.SF"))
            && ofSignature.stream().anyMatch(name -> name.matches("(?i).*\\.(RSA|DSA|EC)"));
    if (!digested || !signed) {
      return digested ? "its signature was removed" : "it is not signed";
    }
    Map<CodeSigner, String> signers = new HashMap<>();
    Set<String> names = new HashSet<>(ofSignature);
    for (; entry != null; entry = in.getNextJarEntry()) {
      String flaw = flaw(in, entry, signers);
      if (!flaw.isEmpty()) {
        return flaw;
      }
      names.add(entry.getName());
    }
    for (Map.Entry<String, Attributes> section : manifest.getEntries().entrySet()) {
      if (isDigested(section.getValue()) && !names.contains(section.getKey())) {
        return section.getKey() + " was removed after the bundle was signed";
      }
    }
    return "";
  }

  private String flaw(JarInputStream in, JarEntry entry, Map<CodeSigner, String> known) {
    if (entry.isDirectory()) {
      return "";
    }
    try {
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
