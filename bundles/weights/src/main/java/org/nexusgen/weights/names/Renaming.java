package org.nexusgen.weights.names;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of one layout and what they are in another; the first rule that fits counts. */
record Renaming(List<Rule> rules) {

  /**
   * A rule for the beginning of a name; what follows (weight, bias) stays.
   *
   * @param part which part of the other tensor this is, in row order, if it is not the whole
   */
  record Rule(Pattern from, String to, Optional<Integer> part) {
    static Rule whole(String from, String to) {
      return new Rule(pattern(from), to, Optional.empty());
    }

    static Rule part(String from, String to, int part) {
      return new Rule(pattern(from), to, Optional.of(part));
    }

    // '#' stands for a block number.
    private static Pattern pattern(String from) {
      return Pattern.compile("^" + from.replace(".", "\\.").replace("#", "(\\d+)") + "(?=\\.|$)");
    }
  }

  /** A name in the other layout. */
  record Renamed(String name, Optional<Integer> part) {}

  Optional<Renamed> apply(String name) {
    for (Rule rule : rules) {
      Matcher matcher = rule.from().matcher(name);
      if (matcher.find()) {
        return Optional.of(new Renamed(matcher.replaceFirst(rule.to()), rule.part()));
      }
    }
    return Optional.empty();
  }

  /** Of how many parts a tensor of the other layout consists; 0 if it is never in parts. */
  int partsOf(String name) {
    return (int)
        rules.stream()
            .filter(rule -> rule.part().isPresent())
            .filter(
                rule -> name.matches(rule.to().replace(".", "\\.").replace("$1", "\\d+") + "\\..*"))
            .count();
  }
}
