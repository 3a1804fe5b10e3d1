package org.nexusgen.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.distribution.Shipped.Run;

@DisplayName("From the command line, a bundle is installed")
class BundleSourcesIT {
  private static final String COORDINATES = "com.example:square:1.0.0";

  @TempDir static Path temp;

  private static Shipped shipped;

  @BeforeAll
  static void unpack() throws IOException, InterruptedException {
    shipped = Shipped.unpack(temp);
  }

  @Test
  @DisplayName("with a keystore of trusted keys only if one of them signed it, as it is")
  void trusted() throws IOException, InterruptedException {
    VendorKey vendor = VendorKey.in(Files.createDirectory(temp.resolve("vendor")));
    VendorKey foreigner = VendorKey.in(Files.createDirectory(temp.resolve("foreigner")));
    SortedMap<String, String> before = shipped.contents();
    Path jar = SamplerBundle.whole(temp.resolve("jars"), "1.0.0");
    Path foreign = Files.copy(jar, temp.resolve("jars/foreign.jar"));
    foreigner.sign(foreign);
    Path signed = Files.copy(jar, temp.resolve("jars/signed.jar"));
    vendor.sign(signed);
    Path tampered = Files.copy(signed, temp.resolve("jars/tampered.jar"));
    add(tampered, "com/example/Added.class");
    Map<String, String> trust =
        Map.of(
            "NEXUSGEN_TRUST_KEYSTORE",
            vendor.folder().resolve("trust.p12").toString(),
            "NEXUSGEN_TRUST_PASSWORD",
            "changeit");

    assertRefused(install(trust, jar.toString()), "it is not signed");
    assertRefused(install(trust, foreign.toString()), "it is signed by CN=Vendor, whom");
    assertRefused(install(trust, tampered.toString()), "com/example/Added.class is not covered");
    Run installed = install(trust, signed.toString());
    assertThat(installed.exit()).as(installed.err()).isZero();
    assertThat(installed.out()).contains(SamplerBundle.NAME + " 1.0.0 (active)");

    Run removed = shipped.run("bundles", "uninstall", SamplerBundle.NAME);
    assertThat(removed.exit()).as(removed.err()).isZero();
    assertThat(shipped.contents()).isEqualTo(before);
  }

  @Test
  @DisplayName("by Maven coordinates if what the repository has fits the checksum that it has")
  void coordinates() throws IOException, InterruptedException, NoSuchAlgorithmException {
    Path remote = Files.createDirectories(temp.resolve("remote/com/example/square/1.0.0"));
    Path settings = temp.resolve("settings.xml");
    Files.writeString(
        settings,
        """
        <settings>
          <localRepository>%s</localRepository>
          <mirrors><mirror><id>here</id><mirrorOf>*</mirrorOf><url>%s</url></mirror></mirrors>
        </settings>
        """
            .formatted(temp.resolve("local"), temp.resolve("remote").toUri()));
    Map<String, String> maven = Map.of("NEXUSGEN_MAVEN_SETTINGS", settings.toString());
    Path jar = remote.resolve("square-1.0.0.jar");
    Path sum = remote.resolve("square-1.0.0.jar.sha1");

    assertRefused(install(maven, COORDINATES), COORDINATES + " is not in");
    Files.copy(SamplerBundle.whole(temp.resolve("published"), "1.0.0"), jar);
    assertRefused(install(maven, COORDINATES), 1, COORDINATES + " came damaged");
    Files.writeString(sum, "0".repeat(40));
    assertRefused(install(maven, COORDINATES), 1, COORDINATES + " came damaged");
    byte[] digest = MessageDigest.getInstance("SHA-1").digest(Files.readAllBytes(jar));
    Files.writeString(sum, HexFormat.of().formatHex(digest));
    Run installed = install(maven, COORDINATES);
    assertThat(installed.exit()).as(installed.err()).isZero();

    Run list = shipped.run("bundles", "list", "--json");
    assertThat(list.out()).contains(COORDINATES);
    assertThat(shipped.run("bundles", "uninstall", SamplerBundle.NAME).exit()).isZero();
  }

  private static Run install(Map<String, String> environment, String source)
      throws IOException, InterruptedException {
    return shipped.run(shipped.script(), environment, "bundles", "install", source);
  }

  private static void assertRefused(Run run, String why) throws IOException {
    assertRefused(run, 2, why);
  }

  /** In one line that says why, and with nothing left behind. */
  private static void assertRefused(Run run, int code, String why) throws IOException {
    assertThat(run.exit()).as(run.err()).isEqualTo(code);
    assertThat(run.err().lines()).singleElement().asString().contains(why);
    assertThat(shipped.work().resolve("data/bundles"))
        .satisfiesAnyOf(
            folder -> assertThat(folder).doesNotExist(),
            folder -> assertThat(folder).isDirectoryNotContaining("glob:**.jar"));
  }

  private static void add(Path jar, String name) throws IOException {
    try (FileSystem files = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of())) {
      Path entry = files.getPath(name);
      Files.createDirectories(entry.getParent());
      Files.write(entry, new byte[9]);
    }
  }
}
