package org.nexusgen.textencoders;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.weights.ModelFolder;

/**
 * CLIP's tokenizer ({@code simple_tokenizer.py} of OpenAI's CLIP): lower case, words, numerals one
 * by one and runs of signs, each as merged pairs of bytes. Begin and end of text are not in what
 * this gives, whatever the text spells.
 */
final class ClipTokenizer {
  private static final Pattern PIECES =
      Pattern.compile("'s|'t|'re|'ve|'m|'ll|'d|\\p{L}+|\\p{N}|[^\\s\\p{L}\\p{N}]+");
  private static final Pattern WHITE_SPACE =
      Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

  // The time for a piece grows with the square of its length. CLIP takes 75 tokens, and none of its
  // vocabulary has 50 bytes, so what lies behind this many cannot count.
  private static final int PIECE_BYTES = 4096;

  private final BytePairs pairs;

  ClipTokenizer(BytePairs pairs) {
    this.pairs = pairs;
  }

  /**
   * The tokenizer of a model folder.
   *
   * @param vocabSize rows of the encoder's token table
   * @throws BadInputException if the folder has none, or it is of another encoder
   */
  static ClipTokenizer of(ModelFolder model, int vocabSize) {
    BytePairs pairs = ClipVocabulary.read(model);
    if (pairs.largestId() >= vocabSize) {
      throw new BadInputException(
          "tokenizer of CLIP in %s: got id %d, wants ids below %d, the rows of text_encoder's table"
              .formatted(model.root(), pairs.largestId(), vocabSize));
    }
    return new ClipTokenizer(pairs);
  }

  /** Ids of a text, without begin and end. */
  int[] encode(String text) {
    String cleaned =
        WHITE_SPACE
            .matcher(Normalizer.normalize(text, Normalizer.Form.NFC))
            .replaceAll(" ")
            .toLowerCase(Locale.ROOT);
    IntStream.Builder ids = IntStream.builder();
    Matcher matcher = PIECES.matcher(cleaned);
    while (matcher.find()) {
      byte[] piece = matcher.group().getBytes(StandardCharsets.UTF_8);
      byte[] counting = piece.length > PIECE_BYTES ? Arrays.copyOf(piece, PIECE_BYTES) : piece;
      for (int id : pairs.encode(counting)) {
        ids.add(id);
      }
    }
    return ids.build().toArray();
  }
}
