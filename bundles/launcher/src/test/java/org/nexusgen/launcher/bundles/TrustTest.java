package org.nexusgen.launcher.bundles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nexusgen.api.BadInputException;
import org.nexusgen.launcher.Installation;
import org.nexusgen.launcher.Platform;
import org.nexusgen.launcher.PlatformSettings;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.FrameworkWiring;

@DisplayName("Where a keystore says whom to trust,")
class TrustTest {
  private static final String CLASS = QuietActivator.class.getName().replace('.', '/') + ".class";

  @TempDir static Path vault;

  private static Keys keys;
  private static TrustStore trust;

  @TempDir Path temp;

  private int runs;

  @BeforeAll
  static void makeKeys() throws Exception {
    keys =
        new Keys(vault)
            .with("vendor", "Vendor")
            .with("foreign", "Foreigner")
            .with("expired", "Late", "-startdate", "-3d", "-validity", "1")
            .with("server", "Server", "-ext", "eku=serverAuth")
            .with("authority", "Authority", "-ext", "bc:c")
            .with("issued", "Member", "-signer", "authority")
            .with("impostor", "Authority", "-ext", "bc:c")
            .with("forged", "Forger", "-signer", "impostor");
    Path store = keys.trusting("vendor", "expired", "server", "authority");
    trust = TrustStore.open(store, Keys.PASSWORD);
  }

  @BeforeEach
  void home() throws IOException {
    Files.createDirectories(temp.resolve("home/lib"));
    Jar.activated(temp.resolve("home/bundle/3"), "shipped", "1.0.0", QuietActivator.class);
  }

  /** How a bundle is made that must not run, and what is said about it. */
  interface Making {
    void of(Path jar) throws Exception;
  }

  static Stream<Arguments> untrusted() {
    Making plain = jar -> {};
    Making foreign = jar -> keys.sign(jar, "foreign");
    Making expired = jar -> keys.sign(jar, "expired");
    Making server = jar -> keys.sign(jar, "server");
    // names the trusted certificate as its issuer's, whose key it has not
    Making forged =
        jar -> keys.sign(jar, "forged", keys.certificate("forged"), keys.certificate("authority"));
    return Stream.of(
        arguments("unsigned", plain, "it is not signed"),
        arguments("foreign-key", foreign, "it is signed by CN=Foreigner, whom"),
        arguments("expired-certificate", expired, "the certificate of CN=Late expired on"),
        arguments("server-certificate", server, "CN=Server is not for signing code"),
        arguments("forged-chain", forged, "it is signed by CN=Forger, whom"),
        arguments(
            "tampered-class",
            edited(e -> e.get(CLASS)[100] ^= 1),
            CLASS + " does not fit the signature: changed"),
        arguments(
            "tampered-manifest",
            edited(e -> e.compute("META-INF/MANIFEST.MF", (name, text) -> renamed(text))),
            "digest for Manifest main attributes"),
        arguments(
            "added-entry",
            edited(e -> e.put("com/example/Added.class", new byte[9])),
            "com/example/Added.class is not covered by the signature"),
        arguments(
            "added-service",
            edited(e -> e.put("META-INF/services/java.lang.Runnable", new byte[9])),
            "META-INF/services/java.lang.Runnable is not covered"),
        arguments("removed-entry", edited(e -> e.remove(CLASS)), CLASS + " was removed"),
        arguments(
            "removed-signature",
            edited(e -> e.keySet().removeIf(name -> name.matches("META-INF/.*\\.(SF|EC)"))),
            "its signature was removed"),
        arguments(
            "removed-block",
            edited(e -> e.keySet().removeIf(name -> name.endsWith(".EC"))),
            "its signature was removed"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("untrusted")
  @DisplayName("no bundle runs that it does not vouch for, whoever installs it:")
  void refused(String name, Making making, String why) throws Exception {
    Path jar = Jar.activated(temp, name, "1.0.0", QuietActivator.class);
    making.of(jar);
    Path dropped = Files.createDirectories(temp.resolve("data/deploy")).resolve(name + ".jar");
    Files.copy(jar, dropped);
    try (Platform platform = start()) {
      InstalledBundles bundles = platform.installed();
      assertThat(platform.complaints())
          .singleElement()
          .asString()
          .contains("bundle " + name, "a signature of a trusted key", why, "deploy");
      assertThatThrownBy(() -> bundles.install(jar.toString()))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("bundle " + name + " is not installed")
          .hasMessageContaining(why);
      assertThat(bundles.resolve(jar.toString())).anyMatch(line -> line.contains(why));

      Bundle host = installed(platform, jar);
      assertThat(resolves(platform, host)).isFalse();
      assertThatThrownBy(host::start).isInstanceOf(BundleException.class);
      assertThat(host.getState()).isEqualTo(Bundle.INSTALLED);
      assertThat(bundles.list())
          .filteredOn(one -> one.id() == host.getBundleId())
          .singleElement()
          .satisfies(one -> assertThat(one.reason()).contains(why));
      assertThatThrownBy(() -> bundles.start(Long.toString(host.getBundleId())))
          .hasMessageContaining(why);
    }
  }

  @Test
  @DisplayName("bundles run that its keys signed, or keys which these vouch for, and last")
  void trusted() throws Exception {
    Path mine = signed("mine", "1.0.0", "vendor");
    Path member = signed("member", "1.0.0", "issued");
    try (Platform platform = start()) {
      assertThat(platform.installed().install(mine.toString()).state()).isEqualTo("active");
      assertThat(platform.installed().install(member.toString()).state()).isEqualTo("active");
      assertThat(platform.installed().resolve(signed("more", "1", "vendor").toString())).isEmpty();
      Bundle host = installed(platform, signed("host", "1.0.0", "vendor"));
      host.start();
      assertThat(host.getState()).isEqualTo(Bundle.ACTIVE);
    }
    try (Platform platform = start()) {
      assertThat(platform.complaints()).isEmpty();
      assertThat(states(platform))
          .containsEntry("mine", "active")
          .containsEntry("member", "active");
    }
  }

  @Test
  @DisplayName("files of any size run that lie where signatures do, if they are signed")
  void besideTheSignature() throws Exception {
    Path jar = Jar.activated(temp, "mine", "1.0.0", QuietActivator.class);
    Consumer<Map<String, byte[]>> odd =
        entries -> {
          entries.put("META-INF/INDEX.LIST", "JarIndex-Version: 1.0\n\n".getBytes());
          entries.put("META-INF/keys/public.rsa", new byte[] {1, 2, 3});
          entries.put("META-INF/empty", new byte[0]);
          entries.put("large", new byte[300_000]);
        };
    Path signed = keys.sign(Jar.edit(jar, odd), "vendor");
    Path changed = Files.copy(signed, temp.resolve("changed.jar"));
    Jar.edit(changed, entries -> entries.get("large")[299_999] = 1);
    try (Platform platform = start()) {
      assertThat(platform.installed().install(signed.toString()).state()).isEqualTo("active");
      assertThatThrownBy(() -> platform.installed().install(changed.toString()))
          .hasMessageContaining("installed already");
      platform.installed().uninstall("mine");
      assertThatThrownBy(() -> platform.installed().install(changed.toString()))
          .hasMessageContaining("large does not fit the signature");
    }
  }

  @Test
  @DisplayName("an update is checked anew, the user's and that of anybody else")
  void updates() throws Exception {
    Path next = Jar.activated(temp.resolve("next"), "mine", "2.0.0", QuietActivator.class);
    try (Platform platform = start()) {
      platform.installed().install(signed("mine", "1.0.0", "vendor").toString());
      platform.installed().stop("mine");
      assertThatThrownBy(() -> platform.installed().update("mine", next.toString()))
          .hasMessageContaining("version 1.0.0 stays")
          .hasMessageContaining("it is not signed");
      platform.installed().start("mine");
      assertThat(states(platform)).containsEntry("mine", "active");

      Bundle host = installed(platform, signed("host", "1.0.0", "vendor"));
      host.start();
      for (Bundle updated : List.of(host, bundle(platform, "shipped"))) {
        assertThatThrownBy(
                () -> {
                  try (InputStream content = Files.newInputStream(unsigned(updated))) {
                    updated.update(content);
                  }
                  assertThat(updated.getVersion()).hasToString("3.0.0");
                  updated.start();
                })
            .isInstanceOf(BundleException.class);
        assertThat(updated.getState()).isEqualTo(Bundle.INSTALLED);
      }
    }
  }

  @Test
  @DisplayName("installed bundles are checked at every start, whatever the register says")
  void everyStart() throws Exception {
    try (Platform platform = start()) {
      platform.installed().install(signed("mine", "1.0.0", "vendor").toString());
    }
    Path register = temp.resolve("data/bundles/register.json");
    Path kept;
    try (Stream<Path> files = Files.list(register.resolveSibling(""))) {
      kept = files.filter(file -> file.toString().endsWith(".jar")).findFirst().orElseThrow();
    }
    Files.copy(kept, temp.resolve("good.jar"));
    String before = BundleFile.sha256(kept);
    Jar.edit(kept, entries -> entries.get(CLASS)[100] ^= 1);
    Files.writeString(
        register, Files.readString(register).replace(before, BundleFile.sha256(kept)));
    try (Platform platform = start()) {
      assertThat(platform.complaints())
          .singleElement()
          .asString()
          .contains("mine", "does not fit the signature");
      assertThat(states(platform)).containsEntry("mine", "broken");
    }
    Files.copy(temp.resolve("good.jar"), kept, StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(register, Files.readString(register).replaceAll("[0-9a-f]{64}", before));
    Instant later = Instant.now().plus(Duration.ofDays(4000));
    try (Platform platform =
        start(TrustStore.open(keys.trusting("vendor"), Keys.PASSWORD, () -> later))) {
      assertThat(platform.complaints()).singleElement().asString().contains("mine", "expired on");
    }
    try (Platform platform = start(TrustStore.open(keys.trusting("foreign"), Keys.PASSWORD))) {
      assertThat(platform.complaints()).singleElement().asString().contains("mine", "CN=Vendor");
    }
    try (Platform platform = start()) {
      assertThat(states(platform)).containsEntry("mine", "active");
    }
  }

  @Test
  @DisplayName("shipped bundles run as part of the installation, after a refresh, too")
  void shipped() throws Exception {
    try (Platform platform = start()) {
      Bundle shipped = bundle(platform, "shipped");
      platform.installed().install(signed("mine", "1.0.0", "vendor").toString());
      platform.installed().uninstall("mine");
      shipped.stop();
      refresh(platform, shipped);
      shipped.start();
      assertThat(shipped.getState()).isEqualTo(Bundle.ACTIVE);
    }
  }

  @Test
  @DisplayName("a bundle that is used where it lies, or extends the framework, is refused")
  void sideDoors() throws Exception {
    Path good = signed("mine", "1.0.0", "vendor");
    Path extension = Jar.of(temp, "side", "1.0.0", Map.of("Fragment-Host", "system.bundle"));
    try (Platform platform = start()) {
      Bundle inPlace = platform.context().installBundle("reference:" + good.toUri());
      assertThat(resolves(platform, inPlace)).isFalse();
      assertThat(platform.installed().info(Long.toString(inPlace.getBundleId())).lacks())
          .singleElement()
          .asString()
          .contains("where it lies");
      assertThatThrownBy(() -> installed(platform, extension)).isInstanceOf(BundleException.class);
    }
  }

  @Test
  @DisplayName("nothing starts if that keystore does not serve")
  void keystore() throws IOException {
    Path none = temp.resolve("none.p12");
    Path text = Files.writeString(temp.resolve("text.p12"), "no keystore");
    assertThatThrownBy(() -> TrustStore.open(none, "")).hasMessageContaining("is no file");
    assertThatThrownBy(() -> TrustStore.open(text, "")).hasMessageContaining("wants a PKCS#12");
    assertThatThrownBy(() -> TrustStore.open(keys.trusting("vendor"), "wrong"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("password");
    assertThatThrownBy(() -> TrustStore.open(keys.trusting("vendor"), ""))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("trust.password");
  }

  private Platform start() {
    return start(trust);
  }

  private Platform start(TrustStore store) {
    return Platform.start(
        PlatformSettings.of(
                new Installation(temp.resolve("home")), temp.resolve("storage" + runs++))
            .keeping(temp.resolve("data"))
            .trusting(store));
  }

  private Path signed(String name, String version, String alias) throws Exception {
    return keys.sign(Jar.activated(temp, name, version, QuietActivator.class), alias);
  }

  private Path unsigned(Bundle bundle) throws IOException {
    String name = bundle.getSymbolicName();
    return Jar.activated(temp.resolve("next"), name, "3.0.0", QuietActivator.class);
  }

  private static Making edited(Consumer<Map<String, byte[]>> change) {
    return jar -> Jar.edit(keys.sign(jar, "vendor"), change);
  }

  private static byte[] renamed(byte[] manifest) {
    return new String(manifest)
        .replace("Bundle-Version: 1.0.0", "Bundle-Version: 1.0.1")
        .getBytes();
  }

  private static Bundle installed(Platform platform, Path jar) throws Exception {
    byte[] content = Files.readAllBytes(jar);
    return platform
        .context()
        .installBundle("host:" + jar.getFileName(), new ByteArrayInputStream(content));
  }

  private static boolean resolves(Platform platform, Bundle bundle) {
    return platform
        .context()
        .getBundle(0)
        .adapt(FrameworkWiring.class)
        .resolveBundles(Set.of(bundle));
  }

  private static void refresh(Platform platform, Bundle bundle) throws InterruptedException {
    var done = new java.util.concurrent.CountDownLatch(1);
    platform
        .context()
        .getBundle(0)
        .adapt(FrameworkWiring.class)
        .refreshBundles(Set.of(bundle), event -> done.countDown());
    done.await();
  }

  private static Bundle bundle(Platform platform, String name) {
    return Stream.of(platform.context().getBundles())
        .filter(one -> name.equals(one.getSymbolicName()))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, String> states(Platform platform) {
    return platform.installed().list().stream()
        .collect(
            java.util.stream.Collectors.toMap(
                InstalledBundle::name, InstalledBundle::state, (one, other) -> other));
  }
}
