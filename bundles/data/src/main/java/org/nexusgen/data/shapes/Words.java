package org.nexusgen.data.shapes;

import java.util.Locale;

/** Constants as words of the world's language. */
final class Words {
  private Words() {}

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
