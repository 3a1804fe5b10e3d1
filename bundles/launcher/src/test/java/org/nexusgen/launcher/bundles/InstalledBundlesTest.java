package org.nexusgen.launcher.bundles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.BadInputException;
import org.nexusgen.launcher.Installation;
import org.nexusgen.launcher.Platform;

@DisplayName("A user's bundles")
class InstalledBundlesTest {
  private static final Map<String, String> NEEDY =
      Map.of("Import-Package", "no.such.thing;version=\"[3,4)\"");

  @TempDir Path temp;

  private int runs;

  @BeforeEach
  void home() throws IOException {
    Files.createDirectories(temp.resolve("home/lib"));
    Jar.of(temp.resolve("home/bundle/3"), "shipped", "1.0.0", Map.of());
  }

  @Test
  @DisplayName("are installed, stopped and uninstalled for good")
  void lasts() throws IOException {
    String jar = Jar.of(temp, "mine", "1.0.0", Map.of()).toString();
    run(bundles -> assertThat(bundles.install(jar).state()).isEqualTo("active"));
    Files.delete(Path.of(jar));
    run(bundles -> assertThat(state(bundles, "mine")).isEqualTo("active"));
    run(bundles -> assertThat(bundles.stop("mine").state()).isEqualTo("resolved"));
    run(bundles -> assertThat(state(bundles, "mine")).isNotEqualTo("active"));
    run(bundles -> assertThat(bundles.start("mine").state()).isEqualTo("active"));
    run(bundles -> assertThat(state(bundles, "mine")).isEqualTo("active"));
    run(bundles -> bundles.uninstall("mine"));
    run(bundles -> assertThat(bundles.list()).noneMatch(one -> one.name().equals("mine")));
    assertThat(jars()).isEmpty();
  }

  @Test
  @DisplayName("come from a URL, too, and a page that is not there is refused")
  void comeFromUrls() throws IOException {
    byte[] jar = Files.readAllBytes(Jar.of(temp, "mine", "1.0.0", Map.of()));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/mine.jar",
        exchange -> {
          exchange.sendResponseHeaders(200, jar.length);
          exchange.getResponseBody().write(jar);
          exchange.close();
        });
    server.start();
    try {
      String base = "http://127.0.0.1:" + server.getAddress().getPort();
      run(
          bundles -> {
            assertThat(bundles.install(base + "/mine.jar").source()).isEqualTo(base + "/mine.jar");
            assertThatThrownBy(() -> bundles.install(base + "/other.jar"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("404");
          });
    } finally {
      server.stop(0);
    }
  }

  @Test
  @DisplayName("are refused when they lack something, which is said in words, and leave no file")
  void refused() throws IOException {
    Path needy = Jar.of(temp, "needy", "1.0.0", NEEDY);
    Path luckless = Jar.throwing(temp, "luckless", "1.0.0");
    Path text = Files.writeString(temp.resolve("text.jar"), "no jar");
    run(
        bundles -> {
          refuses(bundles, needy, "package no.such.thing, version 3.0.0 or newer, below 4.0.0");
          refuses(bundles, luckless, "no luck today");
          refuses(bundles, text, "text.jar is no readable jar");
          refuses(bundles, temp.resolve("none.jar"), "no file");
          assertThat(bundles.list()).extracting(InstalledBundle::name).contains("shipped");
          assertThat(bundles.list()).hasSize(2);
        });
    assertThat(jars()).isEmpty();
  }

  @Test
  @DisplayName("can be asked what they would miss, without being installed")
  void resolve() throws IOException {
    Path needy = Jar.of(temp, "needy", "1.0.0", NEEDY);
    String java99 = "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=99))\"";
    Path modern = jar("modern", Map.of("Require-Capability", java99));
    Path good = Jar.of(temp, "good", "1.0.0", Map.of());
    run(
        bundles -> {
          assertThat(bundles.resolve(needy.toString()))
              .containsExactly(
                  "package no.such.thing, version 3.0.0 or newer, below 4.0.0: nobody offers it");
          assertThat(bundles.resolve(modern.toString()).get(0)).startsWith("Java, version 99");
          assertThat(bundles.resolve(good.toString())).isEmpty();
          assertThat(bundles.list()).hasSize(2);
        });
  }

  @Test
  @DisplayName("keep their old version when the new one does not start")
  void rollsBack() throws IOException {
    Path first = Jar.of(temp, "mine", "1.0.0", Map.of());
    Path needy = Jar.of(temp, "mine", "2.0.0", NEEDY);
    Path other = Jar.of(temp, "other", "1.0.0", Map.of());
    Path better = Jar.of(temp, "mine", "3.0.0", Map.of());
    run(
        bundles -> {
          bundles.install(first.toString());
          assertThatThrownBy(() -> bundles.update("mine", needy.toString()))
              .isInstanceOf(BadInputException.class)
              .hasMessageContaining("version 1.0.0 stays")
              .hasMessageContaining("no.such.thing");
          assertThatThrownBy(() -> bundles.update("mine", other.toString()))
              .hasMessageContaining("holds the bundle other, wants mine");
          assertThat(state(bundles, "mine:1.0.0")).isEqualTo("active");
        });
    run(
        bundles -> {
          assertThat(state(bundles, "mine:1.0.0")).isEqualTo("active");
          assertThat(bundles.update("mine", better.toString()).version()).isEqualTo("3.0.0");
          assertThat(bundles.update("mine").version()).isEqualTo("3.0.0");
        });
    run(bundles -> assertThat(state(bundles, "mine:3.0.0")).isEqualTo("active"));
    assertThat(jars()).hasSize(1);
  }

  @Test
  @DisplayName("live in two versions side by side, and a name that fits both is refused")
  void sideBySide() throws IOException {
    Path first = Jar.of(temp, "mine", "1.0.0", Map.of());
    Path second = Jar.of(temp, "mine", "2.0.0", Map.of());
    run(
        bundles -> {
          bundles.install(first.toString());
          bundles.install(second.toString());
          assertThatThrownBy(() -> bundles.install(second.toString()))
              .hasMessageContaining("installed already");
          assertThatThrownBy(() -> bundles.stop("mine")).hasMessageContaining("mine:1.0.0");
          bundles.stop("mine:1.0.0");
          assertThat(state(bundles, "mine:2.0.0")).isEqualTo("active");
        });
  }

  @Test
  @DisplayName("installed by two processes at once are there once")
  void twoProcesses() throws IOException {
    String jar = jar("mine", Map.of()).toString();
    run(
        one -> {
          try {
            run(two -> two.install(jar));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          assertThatThrownBy(() -> one.install(jar)).hasMessageContaining("installed already");
          assertThat(state(one, "mine")).isEqualTo("missing");
        });
    assertThat(run(bundles -> assertThat(state(bundles, "mine")).isEqualTo("active"))).isEmpty();
    assertThat(jars()).hasSize(1);
  }

  @Test
  @DisplayName("of a drop-in folder are started; broken ones are set aside with a reason")
  void deploy() throws IOException {
    Jar.of(temp.resolve("home/deploy"), "dropped", "1.0.0", Map.of());
    Jar.of(temp.resolve("data/deploy"), "needy", "1.0.0", NEEDY);
    Jar.throwing(temp.resolve("data/deploy"), "luckless", "1.0.0");
    Files.writeString(temp.resolve("data/deploy/cut.jar"), "PK");
    List<String> complaints =
        run(
            bundles -> {
              assertThat(state(bundles, "dropped")).isEqualTo("active");
              assertThat(state(bundles, "needy")).isEqualTo("broken");
              assertThat(state(bundles, "luckless")).isEqualTo("broken");
              assertThatThrownBy(() -> bundles.uninstall("dropped"))
                  .hasMessageContaining("drop-in folder");
            });
    assertThat(complaints).hasSize(3);
    assertThat(complaints).anyMatch(line -> line.contains("no.such.thing"));
    assertThat(complaints).anyMatch(line -> line.contains("no luck today"));
    assertThat(complaints).anyMatch(line -> line.contains("cut.jar"));
  }

  @Test
  @DisplayName("whose file was changed behind the register's back are set aside")
  void tampered() throws IOException {
    run(bundles -> bundles.install(jar("mine", Map.of()).toString()));
    Files.copy(
        jar("mine", Map.of("Bundle-Name", "Changed")),
        jars().get(0),
        StandardCopyOption.REPLACE_EXISTING);
    List<String> complaints =
        run(bundles -> assertThat(state(bundles, "mine")).isEqualTo("broken"));
    assertThat(complaints).singleElement().asString().contains("SHA-256", "uninstall mine");
    run(bundles -> bundles.uninstall("mine"));
    assertThat(run(bundles -> {})).isEmpty();
  }

  @Test
  @DisplayName("do not keep the platform from starting when their register is damaged")
  void damagedRegister() throws IOException {
    run(bundles -> bundles.install(jar("mine", Map.of()).toString()));
    Path register = temp.resolve("data/bundles/register.json");
    String whole = Files.readString(register);
    Files.writeString(register, whole.substring(0, whole.length() / 2));
    List<String> complaints =
        run(
            bundles ->
                assertThatThrownBy(() -> bundles.stop("shipped"))
                    .hasMessageContaining("register.json")
                    .hasMessageContaining("repair or delete it"));
    assertThat(complaints).singleElement().asString().contains("is damaged");
    assertThat(register).content().isNotEqualTo(whole);
  }

  @Test
  @DisplayName("can be left out of the way of shipped ones, which stop but are not uninstalled")
  void shipped() throws IOException {
    run(
        bundles -> {
          assertThatThrownBy(() -> bundles.uninstall("shipped"))
              .isInstanceOf(BadInputException.class)
              .hasMessageContaining("bundles stop shipped");
          bundles.stop("shipped");
        });
    run(bundles -> assertThat(state(bundles, "shipped")).isNotEqualTo("active"));
    run(bundles -> assertThat(bundles.start("shipped").state()).isEqualTo("active"));
  }

  @Test
  @DisplayName("are told about by the command 'bundles', with exit codes")
  void command() throws IOException {
    Path offering = jar("mine", Map.of("Export-Package", "mine.api;version=\"1.5\""));
    run(
        bundles -> {
          assertThat(said(bundles, 0, "install", offering.toString())).contains("mine 1.0.0 (act");
          assertThat(said(bundles, 0, "list")).containsPattern("active +3 +mine +1.0.0 +installed");
          assertThat(said(bundles, 0, "list", "--json")).contains("\"origin\":\"installed\"");
          assertThat(said(bundles, 0, "info", "mine")).contains("mine.api 1.5.0");
          assertThat(said(bundles, 2, "uninstall", "shipped")).contains("bundles stop shipped");
          assertThat(said(bundles, 2, "stop", "nobody")).contains("no bundle 'nobody'");
          assertThat(said(bundles, 2)).contains("wants a command");
        });
  }

  private List<String> run(Consumer<InstalledBundles> use) throws IOException {
    Path storage = temp.resolve("storage" + runs++);
    try (Platform platform =
        Platform.start(new Installation(temp.resolve("home")), storage, temp.resolve("data"))) {
      use.accept(platform.installed());
      return platform.complaints();
    }
  }

  private static String said(InstalledBundles bundles, int exit, String... arguments) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    assertThat(new BundlesCommand(bundles).run(List.of(arguments), out, out)).isEqualTo(exit);
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static void refuses(InstalledBundles bundles, Path jar, String why) {
    assertThatThrownBy(() -> bundles.install(jar.toString()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(why);
  }

  private Path jar(String name, Map<String, String> headers) {
    try {
      return Jar.of(temp, name, "1.0.0", headers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Path> jars() throws IOException {
    try (Stream<Path> files = Files.list(temp.resolve("data/bundles"))) {
      return files.filter(file -> file.toString().matches(".*\\.(jar|part)")).toList();
    }
  }

  private static String state(InstalledBundles bundles, String name) {
    return bundles.list().stream()
        .filter(one -> one.name().equals(name) || name.equals(one.name() + ":" + one.version()))
        .map(InstalledBundle::state)
        .findFirst()
        .orElse("missing");
  }
}
