package org.nexusgen.textencoders;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.weights.ConfigTree;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.textencoders.BytePairs.Pair;

/**
 * Reads CLIP's vocabulary: {@code tokenizer/vocab.json} and {@code merges.txt}, or {@code
 * tokenizer/tokenizer.json}.
 */
final class ClipVocabulary {
  private static final String VOCAB = "tokenizer/vocab.json";
  private static final String MERGES = "tokenizer/merges.txt";
  private static final String TOKENIZER = "tokenizer/tokenizer.json";

  private ClipVocabulary() {}

  static BytePairs read(ModelFolder model) {
    Optional<ConfigTree> vocab = model.config(VOCAB);
    Optional<Path> merges = model.file(MERGES);
    if (vocab.isPresent() && merges.isPresent()) {
      return new BytePairs(ids(vocab.get()), lines(merges.get()), vocab.get().where());
    }
    ConfigTree tokenizer =
        model
            .config(TOKENIZER)
            .orElseThrow(
                () ->
                    MissingTokenizer.of(
                        "CLIP", VOCAB + " and " + MERGES + " or " + TOKENIZER, model));
    ConfigTree bpe = tokenizer.requireTree("model");
    return new BytePairs(ids(bpe.requireTree("vocab")), listed(bpe), tokenizer.where());
  }

  private static Map<String, Integer> ids(ConfigTree vocab) {
    Map<String, Integer> ids = new HashMap<>();
    for (String token : vocab.values().keySet()) {
      ids.put(token, vocab.requireInt(token));
    }
    if (ids.isEmpty()) {
      throw new BadInputException("vocabulary %s is empty".formatted(vocab.where()));
    }
    return ids;
  }

  private static List<Pair> lines(Path file) {
    List<Pair> pairs = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file)) {
        if (!line.isBlank() && !line.startsWith("#version")) {
          pairs.add(pair(line, file.toString()));
        }
      }
    } catch (IOException e) {
      throw new BadInputException("cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
    return pairs;
  }

  // "a b" in older files, ["a", "b"] in newer ones.
  private static List<Pair> listed(ConfigTree bpe) {
    List<Pair> pairs = new ArrayList<>();
    if (bpe.values().get("merges") instanceof List<?> merges) {
      for (Object merge : merges) {
        String line =
            merge instanceof List<?> two && two.size() == 2
                ? two.get(0) + " " + two.get(1)
                : String.valueOf(merge);
        pairs.add(pair(line, bpe.where()));
      }
      return pairs;
    }
    throw new BadInputException("key 'merges' in %s: wants a list of pairs".formatted(bpe.where()));
  }

  private static Pair pair(String line, String where) {
    String[] parts = line.strip().split(" ", -1);
    if (parts.length != 2) {
      throw new BadInputException(
          "merge in %s: got '%s', wants two tokens with a space between".formatted(where, line));
    }
    return new Pair(parts[0], parts[1]);
  }
}
