package org.nexusgen.launcher.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.nexusgen.api.config.NearestWord;
import org.nexusgen.api.config.SettingName;

/** Puts places that set settings over each other, and finds what is wrong in them. */
final class SettingLayers {
  /** How a place writes the names of settings. */
  enum Writing {
    DOTTED,
    PROPERTY,
    VARIABLE;

    String of(SettingName name) {
      return switch (this) {
        case DOTTED -> name.dotted();
        case PROPERTY -> name.property();
        case VARIABLE -> name.variable();
      };
    }

    /** What all names of a part's settings begin with. */
    String beginningOf(String part) {
      return switch (this) {
        case DOTTED -> ""; // whatever stands there is meant to be a setting
        case PROPERTY -> "nexusgen." + part + ".";
        case VARIABLE -> SettingName.variablesOf(part);
      };
    }
  }

  private final SortedMap<String, Setting> settings = new TreeMap<>();
  private final List<Fault> faults = new ArrayList<>();

  SettingLayers(List<SettingDefinition> definitions) {
    for (SettingDefinition one : definitions) {
      settings.put(one.name().dotted(), new Setting(one, one.fallback(), Setting.DEFAULT));
    }
  }

  /** A file of one part. */
  void file(SettingsFolder.Content content) {
    String where = content.file().toString();
    if (!content.damage().isEmpty()) {
      faults.add(Fault.of(where, "", "cannot be read: " + content.damage()));
      return;
    }
    if (!parts().contains(content.part())) {
      String what = "no installed part is configured by this file";
      faults.add(new Fault(where, "", what + NearestWord.hint(content.part(), parts()), true));
      return;
    }
    Set<String> keys = keysOf(content.part());
    content
        .values()
        .forEach(
            (key, value) -> {
              if (keys.contains(key)) {
                set(content.part() + "." + key, key, value, where);
              } else {
                faults.add(Fault.of(where, key, "unknown key" + NearestWord.hint(key, keys)));
              }
            });
  }

  /** Something is wrong with a place as a whole. */
  void fault(Fault fault) {
    faults.add(fault);
  }

  /** Settings by names that are written in some way. */
  void named(String where, Map<String, String> values, Writing writing, String family) {
    Map<String, String> names = new TreeMap<>();
    settings.values().forEach(one -> names.put(writing.of(one.definition().name()), dotted(one)));
    List<String> beginnings = parts().stream().map(writing::beginningOf).toList();
    new TreeMap<>(values)
        .forEach(
            (name, value) -> {
              String setting = names.get(name);
              if (setting != null) {
                set(setting, "", value, where + " " + name);
              } else if (name.startsWith(family)
                  && beginnings.stream().anyMatch(name::startsWith)) {
                String what = "unknown setting" + NearestWord.hint(name, names.keySet());
                faults.add(Fault.of(where + " " + name, "", what));
              }
            });
  }

  EffectiveSettings effective() {
    return new EffectiveSettings(List.copyOf(settings.values()), faults);
  }

  private void set(String name, String key, String value, String where) {
    settings.computeIfPresent(
        name,
        (same, before) -> {
          var refusal = before.definition().refusal(value);
          refusal.ifPresent(what -> faults.add(Fault.of(where, key, what)));
          return refusal.isPresent() ? before : before.with(value, where);
        });
  }

  private Set<String> parts() {
    return settings.values().stream()
        .map(one -> one.definition().name().part())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> keysOf(String part) {
    return settings.values().stream()
        .map(one -> one.definition().name())
        .filter(name -> name.part().equals(part))
        .map(SettingName::key)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String dotted(Setting setting) {
    return setting.definition().name().dotted();
  }
}
