package org.nexusgen.engine.tensorrt.home;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nexusgen.api.engine.Availability.Reason;

/** A folder that a setting names. */
final class SetFolder {
  private SetFolder() {}

  /**
   * Adds a reason where it is none.
   *
   * @param folder as it is set; empty if it is not
   * @return where to add what is missing in it: nothing more is said of one that is not there
   */
  static List<Reason> check(String setting, String folder, List<Reason> reasons) {
    if (folder.isEmpty()) {
      return reasons;
    }
    Optional<Path> path = Machine.folder(folder);
    if (path.filter(Files::isDirectory).isPresent()) {
      return reasons;
    }
    String flaw = path.filter(Files::exists).isPresent() ? "a file" : "not there";
    String got = "%s, which is %s".formatted(path.map(Path::toString).orElse(folder), flaw);
    String shell = folder.startsWith("~") ? ", without ~, which shells alone know" : "";
    reasons.add(new Reason(setting, got, "a folder", "set %s to one%s".formatted(setting, shell)));
    return new ArrayList<>();
  }
}
