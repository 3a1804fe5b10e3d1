package org.nexusgen.api.config;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Knows of settings what their descriptions do not say: which names there are, how a text is read.
 * A service; {@code nexusgen config check} asks all of them.
 */
@ConsumerType
public interface SettingCheck {
  /** What is wrong with the values in effect now; never throws. */
  List<Flaw> flaws();

  /**
   * A value that whoever uses it would refuse.
   *
   * @param setting its name, as {@link SettingName#dotted} writes it
   * @param what is wrong, and what helps
   */
  record Flaw(String setting, String what) {}
}
