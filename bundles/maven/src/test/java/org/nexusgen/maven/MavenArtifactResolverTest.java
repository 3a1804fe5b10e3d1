package org.nexusgen.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;

@DisplayName("Maven coordinates")
class MavenArtifactResolverTest {
  private static final String GOOD = "com.example:parts:1.0.0";

  @TempDir Path temp;

  @BeforeEach
  void settings() throws IOException {
    OneMirror.write(
        temp.resolve("settings.xml"), "${env.LOCAL}", temp.resolve("remote").toUri().toString());
  }

  @Test
  @DisplayName("lead to the jar that a repository publishes, which is kept in the local one")
  void published() throws Exception {
    Path remote = publish("parts", "1.0.0", "the jar");
    Path found = resolver().resolve(GOOD);
    assertThat(found).startsWith(temp.resolve("local")).hasContent("the jar");
    Files.delete(remote);
    assertThat(resolver().resolve(GOOD)).isEqualTo(found);
  }

  @Test
  @DisplayName("with extension and classifier lead to a file beside the main one")
  void classifier() throws Exception {
    Path remote = publish("parts", "1.0.0", "natives");
    for (String suffix : List.of(".jar", ".jar.sha1")) {
      Files.move(
          remote.resolveSibling("parts-1.0.0" + suffix),
          remote.resolveSibling("parts-1.0.0-linux" + suffix));
    }
    assertThat(resolver().resolve("com.example:parts:jar:linux:1.0.0")).hasContent("natives");
  }

  @Test
  @DisplayName("lead to what 'mvn install' put into the local repository")
  void installed() throws IOException {
    Path jar = temp.resolve("local/com/example/parts/1.0.0/parts-1.0.0.jar");
    Files.createDirectories(jar.getParent());
    Files.writeString(jar, "mine");
    assertThat(resolver().resolve(GOOD)).isEqualTo(jar);
  }

  @Test
  @DisplayName("lead to repositories of active profiles, too")
  void profiles() throws Exception {
    publish("parts", "1.0.0", "the jar");
    profile(temp.resolve("remote").toUri().toString());
    assertThat(resolver().resolve(GOOD)).hasContent("the jar");
  }

  @Test
  @DisplayName("are not resolved over plain http from elsewhere")
  void plainHttp() throws IOException {
    profile("http://repository.invalid/maven2");
    assertThatThrownBy(() -> resolver().resolve(GOOD))
        .isInstanceOf(NexusGenException.class)
        .hasMessageContaining("locked");
  }

  private void profile(String url) throws IOException {
    Files.writeString(
        temp.resolve("settings.xml"),
        """
        <settings>
          <localRepository>${env.LOCAL}</localRepository>
          <profiles><profile><id>house</id><repositories>
            <repository><id>central</id><url>%s</url></repository>
          </repositories></profile></profiles>
          <activeProfiles><activeProfile>house</activeProfile></activeProfiles>
        </settings>
        """
            .formatted(url));
  }

  @Test
  @DisplayName("are refused when what came does not fit its checksum, and nothing of it stays")
  void damaged() throws Exception {
    Files.writeString(publish("parts", "1.0.0", "the jar"), "another jar");
    assertThatThrownBy(() -> resolver().resolve(GOOD))
        .isInstanceOf(NexusGenException.class)
        .hasMessageContaining(GOOD + " came damaged");
    assertThat(temp.resolve("local/com/example/parts/1.0.0/parts-1.0.0.jar")).doesNotExist();
  }

  @Test
  @DisplayName("are refused when there is no checksum")
  void unchecked() throws Exception {
    Path jar = publish("parts", "1.0.0", "the jar");
    Files.delete(jar.resolveSibling(jar.getFileName() + ".sha1"));
    assertThatThrownBy(() -> resolver().resolve(GOOD)).hasMessageContaining("damaged");
  }

  @Test
  @DisplayName("that nobody published are refused with where they were looked for")
  void unknown() throws Exception {
    publish("parts", "1.0.0", "the jar");
    assertThatThrownBy(() -> resolver().resolve("com.example:parts:2.0.0"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("com.example:parts:2.0.0 is not in " + temp.resolve("local"))
        .hasMessageContaining("settings.xml");
    assertThatThrownBy(() -> resolver().resolve("parts"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("wants group:artifact:version");
  }

  @Test
  @DisplayName("that nobody published are refused with the settings that are really in use")
  void settingsInUse() throws Exception {
    publish("parts", "1.0.0", "the jar");
    assertThatThrownBy(() -> resolver().resolve("com.example:parts:2.0.0"))
        .hasMessageEndingWith("; " + temp.resolve("settings.xml") + " may name more repositories");
  }

  @Test
  @DisplayName("are not said to be unknown where Maven is offline: the file that says so is named")
  void offline() throws Exception {
    publish("parts", "1.0.0", "the jar");
    Path settings = temp.resolve("settings.xml");
    Files.writeString(
        settings,
        Files.readString(settings).replace("<settings>", "<settings><offline>true</offline>"));
    assertThatThrownBy(() -> resolver().resolve(GOOD))
        .isExactlyInstanceOf(NexusGenException.class)
        .hasMessage(
            "%s is not in %s, and Maven is offline: take <offline>true</offline> out of %s, or"
                    .formatted(GOOD, temp.resolve("local"), settings)
                + " fetch it with Maven");
  }

  @Test
  @DisplayName("have a place in the local repository before anything is fetched")
  void place() throws Exception {
    publish("parts", "1.0.0", "the jar");
    Path place = resolver().place(GOOD).orElseThrow();
    assertThat(place).doesNotExist();
    assertThat(resolver().resolve(GOOD)).isEqualTo(place);
    assertThat(resolver().place("com.example:parts:zip:linux:1.0.0").orElseThrow())
        .isEqualTo(temp.resolve("local/com/example/parts/1.0.0/parts-1.0.0-linux.zip"));
  }

  @Test
  @DisplayName("are not resolved past settings that cannot be read")
  void brokenSettings() throws IOException {
    Files.writeString(temp.resolve("settings.xml"), "<settings><mirrors>");
    assertThatThrownBy(() -> resolver().resolve(GOOD))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(temp.resolve("settings.xml") + " cannot be read");
  }

  private MavenArtifactResolver resolver() {
    Properties system = new Properties();
    system.setProperty("user.home", temp.toString());
    return new MavenArtifactResolver(
        new SettingsFiles(
            temp.resolve("settings.xml"),
            Optional.empty(),
            Map.of("LOCAL", temp.resolve("local").toString()),
            system));
  }

  private Path publish(String artifact, String version, String content)
      throws IOException, NoSuchAlgorithmException {
    Path folder = temp.resolve("remote/com/example/" + artifact + "/" + version);
    Path jar = Files.createDirectories(folder).resolve(artifact + "-" + version + ".jar");
    Files.writeString(jar, content);
    byte[] sum = MessageDigest.getInstance("SHA-1").digest(Files.readAllBytes(jar));
    Files.writeString(folder.resolve(jar.getFileName() + ".sha1"), HexFormat.of().formatHex(sum));
    return jar;
  }
}
