package org.nexusgen.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.JobListener;
import org.nexusgen.api.text.Tokenizer.StreamingDecoder;

class AnswerStreamTest {
  private final StringBuilder told = new StringBuilder();
  private final JobListener listener =
      new JobListener() {
        @Override
        public void text(String piece) {
          told.append(piece);
        }
      };

  /** Token n is the n-th letter of the alphabet. */
  private static final StreamingDecoder LETTERS =
      new StreamingDecoder() {
        @Override
        public String next(int id) {
          return String.valueOf((char) ('a' + id));
        }

        @Override
        public String finish() {
          return "";
        }
      };

  @Test
  void text_is_told_as_it_comes() {
    AnswerStream stream = new AnswerStream(LETTERS, List.of(), listener, 9);
    assertThat(stream.token(0)).isTrue();
    assertThat(told).hasToString("a");
    assertThat(stream.token(1)).isTrue();
    stream.finish();
    assertThat(told).hasToString("ab");
  }

  @Test
  void a_stop_text_ends_the_answer_and_is_never_told() {
    AnswerStream stream = new AnswerStream(LETTERS, List.of("cd"), listener, 9);
    stream.token(1);
    assertThat(stream.token(2)).isTrue();
    assertThat(told).hasToString("b");
    assertThat(stream.token(3)).isFalse();
    stream.finish();
    assertThat(stream.stopped()).isTrue();
    assertThat(told).hasToString("b");
    assertThat(stream.cut("bcde")).isEqualTo("b");
  }

  @Test
  void what_only_looked_like_a_stop_text_is_told_later() {
    AnswerStream stream = new AnswerStream(LETTERS, List.of("cd"), listener, 9);
    stream.token(2);
    assertThat(told).hasToString("");
    stream.token(4);
    stream.finish();
    assertThat(told).hasToString("ce");
    assertThat(stream.stopped()).isFalse();
  }
}
