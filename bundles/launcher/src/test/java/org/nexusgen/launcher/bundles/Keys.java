package org.nexusgen.launcher.bundles;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipFile;
import jdk.security.jarsigner.JarSigner;

/** Keys of vendors, made by the JDK's keytool, and what they sign. */
public record Keys(Path folder) {
  public static final String PASSWORD = "changeit";

  /** Makes a key with a certificate. */
  public Keys with(String alias, String name, String... options) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                alias,
                "-dname",
                "CN=" + name,
                "-keystore",
                file().toString(),
                "-storepass",
                PASSWORD));
    command.addAll(List.of(options));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes());
    assertThat(keytool.waitFor()).as(said).isZero();
    return this;
  }

  /** A keystore with the certificates of these. */
  public Path trusting(String... aliases) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (String alias : aliases) {
      store.setCertificateEntry(alias, all().getCertificate(alias));
    }
    Path trust = folder.resolve("trust-" + String.join("-", aliases) + ".p12");
    try (OutputStream out = Files.newOutputStream(trust)) {
      store.store(out, PASSWORD.toCharArray());
    }
    return trust;
  }

  Path sign(Path jar, String alias) throws GeneralSecurityException, IOException {
    return sign(jar, alias, all().getCertificateChain(alias));
  }

  /** Signs a jar in place and claims that these certificates belong to the key. */
  Path sign(Path jar, String alias, Certificate... chain)
      throws GeneralSecurityException, IOException {
    var path = CertificateFactory.getInstance("X.509").generateCertPath(Arrays.asList(chain));
    PrivateKey key = (PrivateKey) all().getKey(alias, PASSWORD.toCharArray());
    Path signed = Files.createTempFile(folder, "signed", ".jar");
    try (ZipFile plain = new ZipFile(jar.toFile());
        OutputStream out = Files.newOutputStream(signed)) {
      new JarSigner.Builder(key, path).build().sign(plain, out);
    }
    return Files.move(signed, jar, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  Certificate certificate(String alias) throws GeneralSecurityException, IOException {
    return all().getCertificate(alias);
  }

  private KeyStore all() throws GeneralSecurityException, IOException {
    return KeyStore.getInstance(file().toFile(), PASSWORD.toCharArray());
  }

  private Path file() {
    return folder.resolve("keys.p12");
  }
}
