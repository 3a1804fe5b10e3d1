package org.nexusgen.engine.tensorrt.home;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.engine.Availability.Reason;

/** A setting that cannot be read, as a reason why the engine cannot run. */
public final class SettingFlaw {
  private static final Pattern MESSAGE =
      Pattern.compile("(\\S+): got (.*?), wants (.*)", Pattern.DOTALL);

  private SettingFlaw() {}

  /** What is wrong with a setting, if reading it throws. */
  public static Optional<Reason> of(Runnable reading) {
    try {
      reading.run();
      return Optional.empty();
    } catch (BadInputException e) {
      Matcher message = MESSAGE.matcher(String.valueOf(e.getMessage()));
      if (!message.matches()) {
        throw e;
      }
      String name = message.group(1);
      return Optional.of(
          new Reason(
              name,
              message.group(2),
              message.group(3),
              "'nexusgen config explain %s' says where it comes from".formatted(name)));
    }
  }
}
