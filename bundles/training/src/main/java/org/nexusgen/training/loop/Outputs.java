package org.nexusgen.training.loop;

import java.util.Map;
import org.nexusgen.api.NexusGenException;

/** Looks into tables of named values. */
public final class Outputs {
  private Outputs() {}

  /**
   * @param of what the table belongs to, for messages
   * @throws NexusGenException if the name is not there
   */
  public static <T> T require(Map<String, T> table, String name, String of) {
    T value = table.get(name);
    if (value == null) {
      throw new NexusGenException("%s has no '%s', only %s".formatted(of, name, table.keySet()));
    }
    return value;
  }
}
