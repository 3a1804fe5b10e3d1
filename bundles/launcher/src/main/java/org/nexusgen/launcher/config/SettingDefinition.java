package org.nexusgen.launcher.config;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.nexusgen.api.config.SettingName;

/**
 * A setting as the bundle of its part describes it.
 *
 * @param name part and key
 * @param pid under which OSGi's Configuration Admin keeps the part's settings
 * @param type of the value
 * @param several whether it is a list; its items are separated by commas
 * @param options all that a value may be; empty: anything of the type
 * @param least smallest number
 * @param most largest number
 * @param fallback the value where nobody sets one
 * @param meaning in a sentence
 */
public record SettingDefinition(
    SettingName name,
    String pid,
    ValueType type,
    boolean several,
    List<String> options,
    Optional<String> least,
    Optional<String> most,
    String fallback,
    String meaning) {
  public SettingDefinition {
    options = List.copyOf(options);
  }

  /** What a value should be, if it is not; for messages. */
  Optional<String> refusal(String value) {
    return items(value).stream().allMatch(this::takes)
        ? Optional.empty()
        : Optional.of("got '" + value + "', wants " + wanted());
  }

  /** The value in the form for Configuration Admin, which bundles convert to their types. */
  Object delivered(String value) {
    return several ? items(value).toArray(String[]::new) : value;
  }

  /** What values are taken. */
  public String wanted() {
    String kind = options.isEmpty() ? type.wanted() : "one of " + String.join(", ", options);
    String range =
        least.map(number -> ", " + number + " or more").orElse("")
            + most.map(number -> ", " + number + " at most").orElse("");
    return (several ? "a list, each " : "") + kind + range;
  }

  private List<String> items(String value) {
    return several
        ? Arrays.stream(value.split(",")).map(String::strip).filter(one -> !one.isEmpty()).toList()
        : List.of(value);
  }

  private boolean takes(String item) {
    if (!options.isEmpty()) {
      return options.contains(item);
    }
    if (!type.takes(item)) {
      return false;
    }
    return !type.isNumber()
        || (least.map(bound -> compare(item, bound) >= 0).orElse(true)
            && most.map(bound -> compare(item, bound) <= 0).orElse(true));
  }

  private static int compare(String number, String bound) {
    return new BigDecimal(number).compareTo(new BigDecimal(bound));
  }
}
