package org.nexusgen.launcher.config;

import java.util.Locale;

/** What a value of a setting must be; the scalar types of OSGi's Metatype. */
public enum ValueType {
  STRING,
  PASSWORD,
  CHARACTER,
  BOOLEAN,
  BYTE,
  SHORT,
  INTEGER,
  LONG,
  FLOAT,
  DOUBLE;

  static ValueType of(String metatype) {
    return valueOf(metatype.toUpperCase(Locale.ROOT));
  }

  boolean isNumber() {
    return compareTo(BYTE) >= 0;
  }

  /** Whether a text is one of its values. */
  boolean takes(String text) {
    try {
      return switch (this) {
        case STRING, PASSWORD -> true;
        case CHARACTER -> text.length() == 1;
        case BOOLEAN -> text.equals("true") || text.equals("false");
        case BYTE -> Byte.toString(Byte.parseByte(text)).length() > 0;
        case SHORT -> Short.toString(Short.parseShort(text)).length() > 0;
        case INTEGER -> Integer.toString(Integer.parseInt(text)).length() > 0;
        case LONG -> Long.toString(Long.parseLong(text)).length() > 0;
        case FLOAT -> Float.isFinite(Float.parseFloat(text));
        case DOUBLE -> Double.isFinite(Double.parseDouble(text));
      };
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** For messages: what a value should be. */
  String wanted() {
    return switch (this) {
      case STRING, PASSWORD -> "a text";
      case CHARACTER -> "one character";
      case BOOLEAN -> "true or false";
      case BYTE, SHORT, INTEGER, LONG -> "a whole number";
      case FLOAT, DOUBLE -> "a number";
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
