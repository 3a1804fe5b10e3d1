package org.nexusgen.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.nexusgen.launcher.bundles.TrustStore;

/**
 * A vendor's key, made and used by the tools of the JDK as docs/bundles.md says.
 *
 * @param folder of the keystores
 */
record VendorKey(Path folder) {
  private static final String PASSWORD = "changeit";

  static VendorKey in(Path folder) throws IOException, InterruptedException {
    VendorKey key = new VendorKey(folder);
    key.keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=Vendor", "-keystore", "vendor.p12");
    key.keytool("-exportcert", "-file", "vendor.crt", "-keystore", "vendor.p12");
    key.keytool("-importcert", "-noprompt", "-file", "vendor.crt", "-keystore", "trust.p12");
    return key;
  }

  /** What trusts the vendor. */
  TrustStore trusted() {
    return TrustStore.open(folder.resolve("trust.p12"), PASSWORD);
  }

  /** Signs a jar in place. */
  void sign(Path jar) throws IOException, InterruptedException {
    run("jarsigner", "-keystore", "vendor.p12", "-storepass", PASSWORD, jar.toString(), "vendor");
  }

  private void keytool(String... arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("-alias", "vendor", "-storepass", PASSWORD));
    run("keytool", all.toArray(String[]::new));
  }

  private void run(String tool, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(said).isZero();
  }
}
