package org.nexusgen.pipeline;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nexusgen.api.backbone.BackboneInfo;
import org.nexusgen.api.text.Tokenizer;

/** Ids of an answer as people read it: batch_decode_all2all of the reference. */
final class AnswerText {
  private final Tokenizer tokenizer;
  private final BackboneInfo info;

  AnswerText(Tokenizer tokenizer, BackboneInfo info) {
    this.tokenizer = tokenizer;
    this.info = info;
  }

  String of(int[] ids) {
    int length = ids.length;
    if (length > 0 && info.stopIds().contains(ids[length - 1])) {
      length--;
    }
    int[] words = Arrays.copyOf(ids, length);
    String start = Pattern.quote(token(info.visionStart()));
    String end = Pattern.quote(token(info.visionEnd()));
    return Pattern.compile(start + ".*?" + end, Pattern.DOTALL)
        .matcher(tokenizer.decode(words, false))
        .replaceAll(Matcher.quoteReplacement(Templates.IMAGE_MARK));
  }

  private String token(int id) {
    return tokenizer.decode(new int[] {id}, false).strip();
  }
}
