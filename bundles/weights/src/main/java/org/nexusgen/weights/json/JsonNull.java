package org.nexusgen.weights.json;

/** JSON's null, in trees that hold no Java null. */
public enum JsonNull {
  NULL;

  @Override
  public String toString() {
    return "null";
  }
}
