package org.nexusgen.engines;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;

/** A path that need not exist yet, judged by what exists of it: nothing is made to find out. */
record Place(Path path) {
  /** The path, or the lowest folder above it that is there. */
  Path existing() {
    Path one = path.toAbsolutePath();
    while (!Files.exists(one, LinkOption.NOFOLLOW_LINKS) && one.getParent() != null) {
      one = one.getParent();
    }
    return one;
  }

  /**
   * @param what it is wanted for, such as {@code folder}
   * @param remedy what its user may do instead
   * @throws BadInputException if a file is in its way
   * @throws NexusGenException if this user may not write there
   */
  void requireWritable(String what, String remedy) {
    Path there = existing();
    if (!Files.isDirectory(there)) {
      throw new BadInputException(
          "%s %s: %s is %s, wants a folder: %s".formatted(what, path, there, kind(there), remedy));
    }
    if (!Files.isWritable(there)) {
      throw new NexusGenException(
          "%s %s: %s cannot be written to, wants write permission: %s"
              .formatted(what, path, there, remedy));
    }
  }

  private static String kind(Path there) {
    return Files.isRegularFile(there)
        ? "a file"
        : Files.exists(there) ? "a device or the like" : "a link that leads nowhere";
  }
}
