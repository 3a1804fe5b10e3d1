package org.nexusgen.training.mini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.NexusGenException;

@DisplayName("Stages in lanes")
class LanesTest {
  private static Recipe.Step step(String name, String... after) {
    return new Recipe.Step(name, List.of(after), Map.of(), Optional.empty());
  }

  @Test
  @DisplayName("wait for those that they build on, and for no others")
  void order() {
    List<String> events = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch rightBegan = new CountDownLatch(1);
    new Lanes(2)
        .run(
            List.of(
                step("left"), step("right"), step("behind left", "left"), step("last", "right")),
            step -> {
              if (step.name().equals("left")) {
                await(rightBegan);
              }
              if (step.name().equals("right")) {
                rightBegan.countDown();
              }
              events.add(step.name());
            });
    assertThat(events).containsExactlyInAnyOrder("left", "right", "behind left", "last");
    assertThat(events.indexOf("behind left")).isGreaterThan(events.indexOf("left"));
    assertThat(events.indexOf("last")).isGreaterThan(events.indexOf("right"));
  }

  @Test
  @DisplayName("run one after the other where there is one lane")
  void oneLane() {
    List<String> events = new ArrayList<>();
    new Lanes(1)
        .run(List.of(step("a"), step("b", "a"), step("c")), step -> events.add(step.name()));
    assertThat(events).containsExactly("a", "b", "c");
  }

  @Test
  @DisplayName("are interrupted where one of them fails, and none begins any more")
  void failure() {
    AtomicBoolean interrupted = new AtomicBoolean();
    CountDownLatch began = new CountDownLatch(1);
    List<String> begun = Collections.synchronizedList(new ArrayList<>());
    assertThatThrownBy(
            () ->
                new Lanes(2)
                    .run(
                        List.of(step("long"), step("bad"), step("later", "long")),
                        step -> {
                          begun.add(step.name());
                          if (step.name().equals("bad")) {
                            await(began);
                            throw new NexusGenException("no luck");
                          }
                          began.countDown();
                          interrupted.set(!await(new CountDownLatch(1)));
                        }))
        .isInstanceOf(NexusGenException.class)
        .hasMessage("no luck");
    assertThat(interrupted).isTrue();
    assertThat(begun).doesNotContain("later");
  }

  @Test
  @DisplayName("are all interrupted with the thread that waits for them")
  void interrupt() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(
            () ->
                new Lanes(2)
                    .run(
                        List.of(step("a"), step("b")),
                        step -> {
                          if (!await(new CountDownLatch(1))) {
                            throw new NexusGenException("saved");
                          }
                        }))
        .hasMessage("saved");
    assertThat(Thread.interrupted()).isTrue();
  }

  /** Whether it came; false if the thread was interrupted before. */
  private static boolean await(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }
}
