package org.nexusgen.tokenizer;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** Writes tokenizer.json, whole or in part. */
final class TokenizerWriter {
  /**
   * How Qwen 2 splits text before merging bytes: contractions, words with one leading sign, single
   * digits, signs with the line ends after them, white space.
   */
  static final String QWEN_SPLIT =
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}"
          + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

  private TokenizerWriter() {}

  /** The list of added tokens as JSON. */
  static String addedTokens(List<AddedToken> tokens) {
    return write(json -> addedTokens(json, tokens));
  }

  /**
   * The tokenizer that Qwen2Tokenizer makes of vocab.json and merges.txt: NFC, Qwen's split, byte
   * level BPE.
   */
  static String qwenBytePairs(
      Map<String, Integer> vocabulary, List<String> merges, List<AddedToken> added) {
    return write(
        json -> {
          json.writeStartObject();
          json.writeStringField("version", "1.0");
          json.writeFieldName("added_tokens");
          addedTokens(json, added);
          json.writeObjectFieldStart("normalizer");
          json.writeStringField("type", "NFC");
          json.writeEndObject();
          split(json);
          json.writeFieldName("decoder");
          byteLevel(json);
          json.writeObjectFieldStart("model");
          json.writeStringField("type", "BPE");
          json.writeObjectFieldStart("vocab");
          for (Map.Entry<String, Integer> word : vocabulary.entrySet()) {
            json.writeNumberField(word.getKey(), word.getValue());
          }
          json.writeEndObject();
          json.writeArrayFieldStart("merges");
          for (String merge : merges) {
            json.writeString(merge);
          }
          json.writeEndArray();
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  private static void split(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("pre_tokenizer");
    json.writeStringField("type", "Sequence");
    json.writeArrayFieldStart("pretokenizers");
    json.writeStartObject();
    json.writeStringField("type", "Split");
    json.writeObjectFieldStart("pattern");
    json.writeStringField("Regex", QWEN_SPLIT);
    json.writeEndObject();
    json.writeStringField("behavior", "Isolated");
    json.writeBooleanField("invert", false);
    json.writeEndObject();
    byteLevel(json);
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void byteLevel(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", "ByteLevel");
    json.writeBooleanField("add_prefix_space", false);
    json.writeBooleanField("trim_offsets", true);
    json.writeBooleanField("use_regex", false);
    json.writeEndObject();
  }

  private static void addedTokens(JsonGenerator json, List<AddedToken> tokens) throws IOException {
    json.writeStartArray();
    for (AddedToken token : tokens) {
      json.writeStartObject();
      json.writeNumberField("id", token.id());
      json.writeStringField("content", token.content());
      json.writeBooleanField("single_word", false);
      json.writeBooleanField("lstrip", token.leftStrip());
      json.writeBooleanField("rstrip", token.rightStrip());
      json.writeBooleanField("normalized", token.normalized());
      json.writeBooleanField("special", token.special());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private interface Body {
    void write(JsonGenerator json) throws IOException;
  }

  private static String write(Body body) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JsonValues.factory().createGenerator(text)) {
      body.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return text.toString();
  }
}
