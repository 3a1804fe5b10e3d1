package org.nexusgen.api;

/** Language of the generation template. */
public enum Language {
  EN,
  ZH
}
