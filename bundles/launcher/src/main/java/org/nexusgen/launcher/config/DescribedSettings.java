package org.nexusgen.launcher.config;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.slf4j.LoggerFactory;

/** The settings that installed bundles and the jars of the class path describe. */
final class DescribedSettings {
  private static final String FOLDER = "OSGI-INF/metatype";
  private static final String SUFFIX = ".xml";
  private static final String OWN_JARS = "nexusgen-*.jar";

  private DescribedSettings() {}

  /** Of the jars of this project in a folder of the class path: engines have settings, too. */
  static List<SettingDefinition> of(Path lib) {
    List<SettingDefinition> found = new ArrayList<>();
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(lib, OWN_JARS)) {
      for (Path jar : jars) {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
          for (ZipEntry entry : zip.stream().filter(DescribedSettings::isDescription).toList()) {
            found.addAll(MetatypeFile.read(zip.getInputStream(entry)));
          }
        }
      }
    } catch (IOException e) {
      LoggerFactory.getLogger(DescribedSettings.class)
          .warn("settings of the class path {} are not known", lib, e);
    }
    return found;
  }

  private static boolean isDescription(ZipEntry entry) {
    return entry.getName().startsWith(FOLDER + "/") && entry.getName().endsWith(SUFFIX);
  }

  /**
   * Of the class path and all bundles; of two that describe the same setting, the one that was
   * installed first.
   */
  static List<SettingDefinition> of(List<SettingDefinition> classPath, BundleContext context) {
    Map<String, SettingDefinition> all = new TreeMap<>();
    classPath.forEach(one -> all.putIfAbsent(one.name().dotted(), one));
    for (Bundle bundle : context.getBundles()) {
      for (SettingDefinition one : of(bundle)) {
        all.putIfAbsent(one.name().dotted(), one);
      }
    }
    return List.copyOf(all.values());
  }

  private static List<SettingDefinition> of(Bundle bundle) {
    List<SettingDefinition> found = new ArrayList<>();
    // not findEntries: that would resolve the bundle
    Enumeration<String> paths = bundle.getBundleId() == 0 ? null : bundle.getEntryPaths(FOLDER);
    while (paths != null && paths.hasMoreElements()) {
      URL file = bundle.getEntry(paths.nextElement());
      if (file != null && file.getPath().endsWith(SUFFIX)) {
        try (InputStream stream = file.openStream()) {
          found.addAll(MetatypeFile.read(stream));
        } catch (IOException e) {
          LoggerFactory.getLogger(DescribedSettings.class)
              .warn("settings of bundle {} cannot be read", bundle.getSymbolicName(), e);
        }
      }
    }
    return found;
  }
}
