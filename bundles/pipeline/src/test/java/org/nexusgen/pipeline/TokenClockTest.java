package org.nexusgen.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.backbone.Generation;
import org.nexusgen.api.backbone.Generation.Finish;
import org.nexusgen.api.backbone.GenerationListener;
import org.nexusgen.api.observe.Pace;
import org.nexusgen.api.observe.Tokens;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.vision.ImageEmbedding;

class TokenClockTest {
  private final AtomicLong now = new AtomicLong(1000);
  private final TokenClock clock = new TokenClock(GenerationListener.silent(), 20, now::get);
  private final ImageEmbedding image = Toys.embedding(Toys.WIDTH);

  @Test
  void reading_writing_and_imagining_are_told_apart() {
    now.addAndGet(400);
    clock.token(1);
    now.addAndGet(30);
    clock.token(2);
    clock.imageProgress(0, image.tokens());
    now.addAndGet(500);
    clock.imageProgress(image.tokens(), image.tokens());
    clock.image(image);
    now.addAndGet(50);
    clock.token(3);
    now.addAndGet(7);

    Tokens tokens = clock.tokens(generation(7));

    assertThat(tokens.reading()).isEqualTo(new Pace(20, Duration.ofNanos(400)));
    assertThat(tokens.writing()).isEqualTo(new Pace(2, Duration.ofNanos(80)));
    assertThat(tokens.imagining()).isEqualTo(new Pace(4, Duration.ofNanos(500)));
    assertThat(tokens.time()).isEqualTo(Duration.ofNanos(987));
    assertThat(List.of(tokens.prompt(), tokens.text(), tokens.image()))
        .containsExactly(20L, 3L, 4L);
  }

  @Test
  void a_prompt_that_ends_inside_an_image_has_no_pace_of_its_own() {
    clock.imageProgress(0, image.tokens());
    now.addAndGet(900);
    clock.image(image);
    now.addAndGet(10);
    clock.token(1);

    Tokens tokens = clock.tokens(generation(5));

    assertThat(tokens.reading()).isEqualTo(Pace.NONE);
    assertThat(tokens.imagining()).isEqualTo(Pace.NONE);
    assertThat(tokens.writing()).isEqualTo(new Pace(1, Duration.ofNanos(10)));
    assertThat(tokens.time()).isEqualTo(Duration.ofNanos(910));
  }

  private Generation generation(int ids) {
    return new Generation(
        new int[ids], List.of(image), Finish.BUDGET, Tensor.of(new long[3], 3, 1, 1), 2);
  }
}
