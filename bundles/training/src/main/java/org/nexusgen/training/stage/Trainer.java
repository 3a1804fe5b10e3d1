package org.nexusgen.training.stage;

import org.nexusgen.training.settings.Settings;

/** Knows one kind of stage. */
public interface Trainer {
  /** The word by which settings choose it, such as {@code backbone}. */
  String name();

  /**
   * Reads all settings of a stage.
   *
   * @throws org.nexusgen.api.BadInputException if one is wrong
   */
  Stage read(Settings settings);
}
