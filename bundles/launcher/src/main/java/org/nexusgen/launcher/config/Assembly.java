package org.nexusgen.launcher.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.nexusgen.api.config.NearestWord;

/**
 * A layer of settings with a name: {@code assemblies/NAME.properties} below the folders of
 * settings, with lines {@code PART.KEY = VALUE}. The user's file of a name counts more than the
 * installation's, setting by setting.
 */
record Assembly(List<Path> parents, String name) {
  private static final String FOLDER = "assemblies";

  List<SettingsFolder> folders() {
    return parents.stream().map(parent -> new SettingsFolder(parent.resolve(FOLDER))).toList();
  }

  void addTo(SettingLayers layers) {
    Set<String> known = new TreeSet<>();
    List<SettingsFolder.Content> mine = new ArrayList<>();
    for (SettingsFolder folder : folders()) {
      for (SettingsFolder.Content content : folder.read()) {
        known.add(content.part());
        if (content.part().equals(name)) {
          mine.add(content);
        }
      }
    }
    if (mine.isEmpty()) {
      String what = "there is no assembly '" + name + "'" + NearestWord.hint(name, known);
      layers.fault(Fault.of("assembly " + name, "", what));
    }
    for (SettingsFolder.Content content : mine) {
      String where = content.file().toString();
      if (content.damage().isEmpty()) {
        layers.named(where + ":", content.values(), SettingLayers.Writing.DOTTED, "");
      } else {
        layers.fault(Fault.of(where, "", "cannot be read: " + content.damage()));
      }
    }
  }
}
