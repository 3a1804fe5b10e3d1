package org.nexusgen.tokenizer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.exc.StreamReadException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.weights.ConfigTree;
import org.nexusgen.api.weights.ModelFolder;

/** Finds a folder's tokenizer: tokenizer.json, or vocab.json with merges.txt. */
final class TokenizerFiles {
  /** Largest file that is read: Qwen's tokenizer.json has 7 MB. */
  private static final long MAX_BYTES = 256L << 20;

  private final ModelFolder folder;

  TokenizerFiles(ModelFolder folder) {
    this.folder = folder;
  }

  /**
   * @throws BadInputException if there is no tokenizer, or it is malformed
   */
  TokenizerDefinition read() {
    List<AddedToken> configured = configuredTokens();
    TokenizerDefinition definition =
        folder
            .file("tokenizer.json")
            .map(file -> TokenizerReader.read(file.toString(), text(file)))
            .orElseGet(() -> fromVocabulary(configured));
    // As HF does: tokens of tokenizer_config.json that tokenizer.json lacks are added.
    Set<String> present =
        definition.addedTokens().stream().map(AddedToken::content).collect(Collectors.toSet());
    return definition.with(
        configured.stream().filter(token -> !present.contains(token.content())).toList());
  }

  private List<AddedToken> configuredTokens() {
    List<AddedToken> tokens = new ArrayList<>();
    folder
        .config("tokenizer_config.json")
        .flatMap(config -> config.getTree("added_tokens_decoder"))
        .ifPresent(table -> table.values().keySet().forEach(id -> tokens.add(token(table, id))));
    tokens.sort(java.util.Comparator.comparingInt(AddedToken::id));
    return tokens;
  }

  private static AddedToken token(ConfigTree table, String id) {
    ConfigTree entry = table.requireTree(id);
    try {
      return AddedToken.of(Integer.parseInt(id), entry.values(), entry.where());
    } catch (NumberFormatException e) {
      throw new BadInputException(table.where() + ": key '" + id + "', wants an id", e);
    }
  }

  private TokenizerDefinition fromVocabulary(List<AddedToken> added) {
    Path vocabulary = requireFile("vocab.json");
    Path merges = requireFile("merges.txt");
    Map<String, Integer> words = vocabulary(vocabulary);
    List<String> pairs =
        text(merges)
            .lines()
            .filter(line -> !line.startsWith("#version") && !line.isEmpty())
            .toList();
    for (int line = 0; line < pairs.size(); line++) {
      if (pairs.get(line).split(" ", -1).length != 2) {
        throw new BadInputException(
            "%s: pair %d is '%s', wants two parts and a space between them"
                .formatted(merges, line + 1, pairs.get(line)));
      }
    }
    String json = TokenizerWriter.qwenBytePairs(words, pairs, added);
    return TokenizerReader.read(vocabulary + " with " + merges.getFileName(), json);
  }

  private static Map<String, Integer> vocabulary(Path file) {
    try (JsonParser parser = JsonValues.parser(text(file))) {
      parser.nextToken();
      ConfigTree tree = new ConfigTree(file.toString(), JsonValues.object(parser, file.toString()));
      Map<String, Integer> words = new LinkedHashMap<>();
      tree.values().keySet().forEach(word -> words.put(word, tree.requireInt(word)));
      return words;
    } catch (StreamReadException e) {
      throw new BadInputException(file + " is not valid JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new BadInputException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private Path requireFile(String name) {
    return folder
        .file(name)
        .orElseThrow(
            () ->
                new BadInputException(
                    "no tokenizer in %s: wants tokenizer.json, or vocab.json and merges.txt"
                        .formatted(folder.root())));
  }

  /** A file as UTF-8. */
  static String text(Path file) {
    try {
      long size = Files.size(file);
      if (size > MAX_BYTES) {
        throw new BadInputException(
            "%s has %d bytes, at most %d are read".formatted(file, size, MAX_BYTES));
      }
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new BadInputException(file + " is not UTF-8 text", e);
    } catch (IOException e) {
      throw new BadInputException(file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
