package org.nexusgen.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.BadInputException;
import org.nexusgen.launcher.bundles.Keys;

@DisplayName("The keystore of trusted keys")
class TrustSettingTest {
  private static final String NONE = "none.p12";

  @TempDir static Path vault;

  private static Path store;

  @TempDir Path conf;

  @BeforeAll
  static void makeStore() throws Exception {
    store = new Keys(vault).with("vendor", "Vendor").trusting("vendor");
  }

  @Test
  @DisplayName("is none where nothing names one")
  void none() {
    assertThat(setting(Map.of(), Map.of("trust.keystore", " ")).open()).isEmpty();
  }

  @Test
  @DisplayName("is named by a property, else by the environment, else by the installation")
  void order() throws IOException {
    Map<String, String> property =
        Map.of("trust.keystore", store.toString(), "trust.password", Keys.PASSWORD);
    Map<String, String> environment = Map.of("NEXUSGEN_TRUST_KEYSTORE", NONE);
    write("trust.keystore=" + conf.relativize(store) + "\ntrust.password=" + Keys.PASSWORD + "\n");
    assertThat(setting(environment, property).open()).isPresent();
    assertThat(setting(Map.of(), Map.of()).open()).isPresent();
    assertThatThrownBy(() -> setting(environment, Map.of()).open()).hasMessageContaining(NONE);
  }

  @Test
  @DisplayName("is not passed over when its file misspells it")
  void misspelt() throws IOException {
    write("trust.keystor=" + store);
    assertThatThrownBy(() -> setting(Map.of(), Map.of()).open())
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("trust.keystor; wants trust.keystore, trust.password");
  }

  @Test
  @DisplayName("keeps a platform from starting when it is not there, also one in a host's JVM")
  void platform() throws IOException {
    Home home = Home.in(conf.resolve("home"));
    Files.createDirectories(conf.resolve("home/conf"));
    Files.writeString(conf.resolve("home/conf/trust.properties"), "trust.keystore=" + NONE);
    assertThatThrownBy(() -> Platform.start(home.installation(), conf.resolve("storage")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(conf.resolve("home/conf/none.p12").toString());
  }

  private void write(String text) throws IOException {
    Files.writeString(conf.resolve("trust.properties"), text);
  }

  private TrustSetting setting(Map<String, String> environment, Map<String, String> system) {
    Properties properties = new Properties();
    properties.putAll(system);
    return new TrustSetting(conf, environment, properties);
  }
}
