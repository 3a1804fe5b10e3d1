package org.nexusgen.launcher.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The places that set settings, in the order in which they count; a later one overrules the earlier
 * ones.
 *
 * @param folders with files, the installation's before the user's
 * @param assembly name of a layer of settings over these files, from their folder {@code
 *     assemblies}; empty for none
 * @param environment variables of the process
 * @param properties of the Java machine
 * @param overrides of this run: values by {@code part.key}
 */
public record SettingSources(
    List<Path> folders,
    String assembly,
    Map<String, String> environment,
    Map<String, String> properties,
    Map<String, String> overrides) {
  public SettingSources {
    folders = List.copyOf(folders);
    environment = Map.copyOf(environment);
    properties = Map.copyOf(properties);
    overrides = Map.copyOf(overrides);
  }

  /** Files, an assembly, then the environment and properties of this process, then overrides. */
  public static SettingSources ofProcess(
      List<Path> folders, String assembly, Map<String, String> overrides) {
    Map<String, String> properties = new TreeMap<>();
    Properties system = System.getProperties();
    for (String name : system.stringPropertyNames()) {
      properties.put(name, system.getProperty(name));
    }
    return new SettingSources(folders, assembly, System.getenv(), properties, overrides);
  }

  /** What holds for parts that are described so. */
  EffectiveSettings resolve(List<SettingDefinition> definitions) {
    SettingLayers layers = new SettingLayers(definitions);
    for (Path folder : folders) {
      new SettingsFolder(folder).read().forEach(layers::file);
    }
    if (!assembly.isEmpty()) {
      new Assembly(folders, assembly).addTo(layers);
    }
    layers.named("environment variable", environment, SettingLayers.Writing.VARIABLE, "NEXUSGEN_");
    layers.named("system property", properties, SettingLayers.Writing.PROPERTY, "nexusgen.");
    layers.named("option --set", overrides, SettingLayers.Writing.DOTTED, "");
    return layers.effective();
  }

  /** Changes whenever a file does. */
  SortedMap<Path, SettingsFolder.Stamp> stamps() {
    SortedMap<Path, SettingsFolder.Stamp> stamps = new TreeMap<>();
    folders.forEach(folder -> stamps.putAll(new SettingsFolder(folder).stamps()));
    if (!assembly.isEmpty()) {
      new Assembly(folders, assembly).folders().forEach(one -> stamps.putAll(one.stamps()));
    }
    return stamps;
  }
}
