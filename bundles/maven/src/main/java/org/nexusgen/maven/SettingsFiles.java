package org.nexusgen.maven;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.building.DefaultSettingsBuilderFactory;
import org.apache.maven.settings.building.DefaultSettingsBuildingRequest;
import org.apache.maven.settings.building.SettingsBuildingException;
import org.nexusgen.api.BadInputException;

/**
 * Where Maven's settings lie.
 *
 * @param user need not exist; what it says goes before
 * @param global of Maven's own installation
 */
record SettingsFiles(
    Path user, Optional<Path> global, Map<String, String> environment, Properties system) {

  static SettingsFiles ofUser() {
    Map<String, String> environment = System.getenv();
    Path usual = Path.of(System.getProperty("user.home"), ".m2", "settings.xml");
    String chosen = environment.getOrDefault("NEXUSGEN_MAVEN_SETTINGS", "");
    String maven = environment.getOrDefault("MAVEN_HOME", environment.getOrDefault("M2_HOME", ""));
    return new SettingsFiles(
        chosen.isEmpty() ? usual : Path.of(chosen).toAbsolutePath(),
        Optional.of(Path.of(maven, "conf", "settings.xml")).filter(Files::isRegularFile),
        environment,
        System.getProperties());
  }

  /**
   * What they say together.
   *
   * @throws BadInputException if one cannot be read
   */
  UserSettings read() {
    Settings settings = effective();
    String named = settings.getLocalRepository();
    String otherwise =
        named == null || named.isBlank()
            ? Path.of(system.getProperty("user.home"), ".m2", "repository").toString()
            : named;
    return new UserSettings(Path.of(system.getProperty("maven.repo.local", otherwise)), settings);
  }

  /** Those that are read, in words. */
  String inUse() {
    return Stream.concat(
            Stream.of(Files.exists(user) ? user.toString() : user + " (which is not there)"),
            global.stream().map(Path::toString))
        .collect(Collectors.joining(" or "));
  }

  private Settings effective() {
    DefaultSettingsBuildingRequest request = new DefaultSettingsBuildingRequest();
    request.setUserSettingsFile(user.toFile());
    global.ifPresent(file -> request.setGlobalSettingsFile(file.toFile()));
    Properties known = new Properties();
    system.stringPropertyNames().forEach(key -> known.put(key, system.getProperty(key)));
    environment.forEach((key, value) -> known.put("env." + key, value));
    request.setSystemProperties(known);
    try {
      return new DefaultSettingsBuilderFactory()
          .newInstance()
          .build(request)
          .getEffectiveSettings();
    } catch (SettingsBuildingException e) {
      throw new BadInputException(
          "Maven's settings " + user + " cannot be read: " + String.valueOf(e.getMessage()).strip(),
          e);
    }
  }
}
