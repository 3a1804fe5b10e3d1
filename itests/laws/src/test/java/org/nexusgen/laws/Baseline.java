package org.nexusgen.laws;

import aQute.bnd.service.diff.Delta;
import aQute.bnd.service.diff.Diff;
import aQute.bnd.service.diff.Tree;
import aQute.bnd.service.diff.Type;
import aQute.bnd.version.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Compares what is exported with what was released: a package whose users or implementers would
 * break needs the next major version, one that gives more the next minor one (OSGi Core 8, §
 * 3.7.3).
 */
final class Baseline {
  private Baseline() {}

  /** One entry for each package whose version is too low: the members and the version wanted. */
  static List<String> complaints(Tree released, Tree now) {
    List<String> complaints = new ArrayList<>();
    for (Diff difference : now.diff(released).getChildren()) {
      if (difference.getDelta() == Delta.REMOVED) {
        complaints.add(
            "package %s is gone: what was released may import it; keep it"
                .formatted(difference.getName()));
      } else if (difference.getDelta() == Delta.MAJOR || difference.getDelta() == Delta.MINOR) {
        Version got = version(difference.getNewer());
        Version before = version(difference.getOlder());
        Version wanted = next(before, difference.getDelta());
        if (got.compareTo(wanted) < 0) {
          complaints.add(
              "package %s has version %s, wants %s (released: %s), because of%n  %s%n%s"
                  .formatted(
                      difference.getName(),
                      got,
                      wanted,
                      before,
                      String.join("\n  ", changes(difference, difference.getDelta())),
                      "raise @Version in its package-info.java"));
        }
      }
    }
    return complaints;
  }

  private static Version next(Version before, Delta delta) {
    return delta == Delta.MAJOR
        ? new Version(before.getMajor() + 1, 0, 0)
        : new Version(before.getMajor(), before.getMinor() + 1, 0);
  }

  private static Version version(Tree exported) {
    return Stream.of(exported.getChildren())
        .filter(child -> child.getType() == Type.VERSION)
        .map(child -> Version.parseVersion(child.getName()))
        .findFirst()
        .orElse(Version.emptyVersion);
  }

  /** What was added or removed that costs as much as the package's whole change. */
  private static List<String> changes(Diff part, Delta cost) {
    List<String> changes = new ArrayList<>();
    for (Diff child : part.getChildren()) {
      Delta delta = child.getDelta();
      Delta worth =
          switch (delta) {
            case ADDED -> child.getNewer().ifAdded();
            case REMOVED -> child.getOlder().ifRemoved();
            default -> delta;
          };
      if (worth == cost) {
        boolean whole = delta == Delta.ADDED || delta == Delta.REMOVED;
        if (whole) {
          changes.add(
              "%s %s of %s %s: %s"
                  .formatted(
                      child.getType().name().toLowerCase(Locale.ROOT),
                      child.getName(),
                      part.getName(),
                      ApiTree.word(delta),
                      ApiTree.word(worth)));
        } else {
          changes.addAll(changes(child, cost));
        }
      }
    }
    return changes;
  }
}
