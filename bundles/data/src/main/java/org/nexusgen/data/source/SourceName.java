package org.nexusgen.data.source;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.nexusgen.api.BadInputException;

/**
 * What a source is called by: a name and, behind a question mark, settings such as {@code
 * shapes?objects=1-2&questions=12}.
 *
 * @param name before the question mark
 * @param settings in their order
 */
public record SourceName(String name, Map<String, String> settings) {
  public static SourceName parse(String source) {
    int mark = source.indexOf('?');
    Map<String, String> settings = new LinkedHashMap<>();
    if (mark >= 0) {
      for (String setting : source.substring(mark + 1).split("&", -1)) {
        int equals = setting.indexOf('=');
        if (equals < 1) {
          throw new BadInputException(
              "source '%s': got the setting '%s', wants NAME=VALUE".formatted(source, setting));
        }
        if (settings.put(setting.substring(0, equals), setting.substring(equals + 1)) != null) {
          throw new BadInputException(
              "source '%s': '%s' is set twice".formatted(source, setting.substring(0, equals)));
        }
      }
    }
    return new SourceName(mark < 0 ? source : source.substring(0, mark), settings);
  }

  /**
   * @throws BadInputException if a setting is none of these
   */
  public void allow(Set<String> known) {
    for (String setting : settings.keySet()) {
      if (!known.contains(setting)) {
        throw new BadInputException(
            "source '%s' has no setting '%s', wants one of %s"
                .formatted(name, setting, String.join(", ", new TreeSet<>(known))));
      }
    }
  }
}
