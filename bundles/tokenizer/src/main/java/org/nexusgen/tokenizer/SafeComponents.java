package org.nexusgen.tokenizer;

import java.util.List;
import java.util.Map;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.weights.ConfigTree;

/**
 * The normalizers, splitters and decoders of a tokenizer.json that native code is known to survive.
 * What is missing here either ended the process in experiments (empty patterns, Precompiled tables,
 * Strip decoders) or can make text grow without bound.
 */
final class SafeComponents {
  /** Components of one kind, all levels together. */
  private static final int MAX_COMPONENTS = 32;

  private final String where;
  private int count;

  private SafeComponents(String where) {
    this.where = where;
  }

  /**
   * @param key of tokenizer.json
   * @throws BadInputException that names the component that is not supported
   */
  static void check(String key, Map<String, ?> values, String where) {
    SafeComponents check = new SafeComponents(where);
    ConfigTree component = new ConfigTree(where, values);
    switch (key) {
      case "normalizer" -> check.normalizer(component);
      case "pre_tokenizer" -> check.splitter(component);
      case "post_processor" -> check.postProcessor(component);
      case "decoder" -> check.decoder(component);
      default -> throw new IllegalArgumentException(key);
    }
  }

  private void normalizer(ConfigTree component) {
    String type = type(component);
    switch (type) {
      case "Sequence" -> children(component, "normalizers").forEach(this::normalizer);
      case "NFC", "NFD", "NFKC", "NFKD", "Lowercase", "StripAccents", "Strip", "Nmt" -> {}
      case "BertNormalizer" -> {}
      case "Replace" -> replacement(component);
      default -> throw unsupported(type, "normalizer");
    }
  }

  private void splitter(ConfigTree component) {
    String type = type(component);
    switch (type) {
      case "Sequence" -> children(component, "pretokenizers").forEach(this::splitter);
      case "ByteLevel", "Whitespace", "WhitespaceSplit", "Punctuation", "Digits" -> {}
      case "BertPreTokenizer", "Metaspace", "CharDelimiterSplit", "UnicodeScripts" -> {}
      case "Split" -> {
        ConfigTree pattern = component.requireTree("pattern");
        pattern.getString("Regex").ifPresent(regex -> SafePatterns.check(regex, pattern.where()));
      }
      default -> throw unsupported(type, "pre_tokenizer");
    }
  }

  private void postProcessor(ConfigTree component) {
    String type = type(component);
    switch (type) {
      case "Sequence" -> children(component, "processors").forEach(this::postProcessor);
      case "ByteLevel", "TemplateProcessing" -> {} // never applied: templates write all tokens
      default -> throw unsupported(type, "post_processor");
    }
  }

  private void decoder(ConfigTree component) {
    String type = type(component);
    switch (type) {
      case "Sequence" -> children(component, "decoders").forEach(this::decoder);
      case "ByteLevel", "ByteFallback", "BPEDecoder", "Fuse", "Metaspace", "WordPiece" -> {}
      case "Replace" -> replacement(component);
      default -> throw unsupported(type, "decoder");
    }
  }

  private void replacement(ConfigTree component) {
    String pattern =
        component
            .requireTree("pattern")
            .getString("String")
            .orElseThrow(() -> unsupported("Replace by pattern", "component"));
    String content = component.getString("content").orElse("");
    if (pattern.isEmpty() || content.length() > pattern.length()) {
      throw new BadInputException(
          "%s: replaces '%s' by '%s', wants a text and one that is not longer"
              .formatted(component.where(), pattern, content));
    }
  }

  private String type(ConfigTree component) {
    if (++count > MAX_COMPONENTS) {
      throw new BadInputException(where + ": more than " + MAX_COMPONENTS + " components");
    }
    return component.requireString("type");
  }

  private List<ConfigTree> children(ConfigTree component, String key) {
    Object value = component.values().get(key);
    if (!(value instanceof List<?> list)) {
      throw new BadInputException("key '%s' in %s: wants a list".formatted(key, component.where()));
    }
    return list.stream().map(item -> child(item, component.where() + ", '" + key + "'")).toList();
  }

  private static ConfigTree child(Object item, String where) {
    if (item instanceof Map<?, ?> map) {
      @SuppressWarnings("unchecked") // JSON objects have string keys
      Map<String, ?> values = (Map<String, ?>) map;
      return new ConfigTree(where, values);
    }
    throw new BadInputException(where + ": wants a list of objects");
  }

  private BadInputException unsupported(String type, String kind) {
    return new BadInputException("%s: %s %s is not supported".formatted(where, kind, type));
  }
}
