package org.nexusgen.launcher.config;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.slf4j.LoggerFactory;

/** The settings that installed bundles describe. */
final class DescribedSettings {
  private static final String FOLDER = "OSGI-INF/metatype";

  private DescribedSettings() {}

  /** Of all bundles; of two that describe the same setting, the one that was installed first. */
  static List<SettingDefinition> of(BundleContext context) {
    Map<String, SettingDefinition> all = new TreeMap<>();
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
      if (file != null && file.getPath().endsWith(".xml")) {
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
