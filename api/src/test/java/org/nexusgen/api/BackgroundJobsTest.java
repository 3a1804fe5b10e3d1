package org.nexusgen.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nexusgen.api.backbone.Generation;

@DisplayName("In the background,")
@Timeout(60) // only against a test that hangs
class BackgroundJobsTest {
  private static final UnderstandingRequest QUESTION = UnderstandingRequest.of("what is there?");
  private static final Answer ANSWER =
      new Answer(
          "a red dot",
          List.of(1),
          List.of(),
          Generation.Finish.END_OF_TEXT,
          new JobReport(Map.of(), Map.of(), Map.of(), List.of()));

  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch cancelled = new CountDownLatch(1);

  @Test
  @DisplayName("an answer is a future, made on another thread")
  void answersInTheFuture() {
    List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
    BackgroundJobs jobs =
        jobs(
            (listener, cancellation) -> {
              threads.add(Thread.currentThread());
              return ANSWER;
            });
    assertThat(jobs.understand(QUESTION).join()).isEqualTo(ANSWER);
    assertThat(threads).doesNotContain(Thread.currentThread());
  }

  @Test
  @DisplayName("what a job throws is the failure of its future")
  void failsInTheFuture() {
    BackgroundJobs jobs =
        jobs(
            (listener, cancellation) -> {
              throw new BadInputException("the question is empty");
            });
    assertThatThrownBy(() -> jobs.understand(QUESTION).join())
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(BadInputException.class);
  }

  @Test
  @DisplayName("a cancelled future ends its job")
  void cancelsByFuture() throws InterruptedException {
    CompletableFuture<Answer> answer = jobs(this::endless).understand(QUESTION);
    begun.await();
    assertThat(answer.cancel(true)).isTrue();
    cancelled.await();
    assertThat(answer).isCancelled();
  }

  @Test
  @DisplayName("a future that times out ends its job")
  void cancelsByTimeout() throws InterruptedException {
    CompletableFuture<Answer> answer = jobs(this::endless).understand(QUESTION);
    begun.await();
    CompletableFuture<Answer> timed = answer.orTimeout(1, TimeUnit.MILLISECONDS);
    cancelled.await();
    assertThat(timed).isCompletedExceptionally();
  }

  @Test
  @DisplayName("pieces come as asked for, then the end")
  void streamsOnDemand() throws InterruptedException {
    CountDownLatch told = new CountDownLatch(1);
    Subscriber subscriber = new Subscriber(1);
    jobs((listener, cancellation) -> {
          listener.text("a red ");
          told.countDown();
          listener.text("dot");
          return ANSWER;
        })
        .pieces(QUESTION)
        .subscribe(subscriber);
    told.await();
    assertThat(subscriber.ended.await(100, TimeUnit.MILLISECONDS)).isFalse();
    assertThat(subscriber.heard).containsExactly("a red ");
    subscriber.subscription().request(Long.MAX_VALUE);
    subscriber.ended.await();
    assertThat(subscriber.heard).containsExactly("a red ", "dot", "end");
  }

  @Test
  @DisplayName("a cancelled subscription ends its job, and nothing more is heard")
  void cancelsBySubscription() throws InterruptedException {
    Subscriber subscriber = new Subscriber(Long.MAX_VALUE);
    jobs(this::endless).pieces(QUESTION).subscribe(subscriber);
    begun.await();
    subscriber.subscription().cancel();
    cancelled.await();
    assertThat(subscriber.ended.await(100, TimeUnit.MILLISECONDS)).isFalse();
    assertThat(subscriber.heard).isEmpty();
  }

  @Test
  @DisplayName("a job that waits for its subscriber ends when that cancels")
  void cancelsWhileItWaits() throws InterruptedException {
    Subscriber subscriber = new Subscriber(1);
    jobs((listener, cancellation) -> {
          listener.text("one");
          begun.countDown();
          listener.text("two");
          cancelled.countDown();
          cancellation.check();
          return ANSWER;
        })
        .pieces(QUESTION)
        .subscribe(subscriber);
    begun.await();
    subscriber.subscription().cancel();
    cancelled.await();
    assertThat(subscriber.heard).containsExactly("one");
  }

  @Test
  @DisplayName("who asks for no pieces is told what is wrong")
  void refusesNothing() throws InterruptedException {
    Subscriber subscriber = new Subscriber(0);
    jobs(this::endless).pieces(QUESTION).subscribe(subscriber);
    subscriber.ended.await();
    assertThat(subscriber.heard).containsExactly("error: asked for 0 pieces, wants 1 or more");
  }

  private Answer endless(JobListener listener, Cancellation cancellation) {
    begun.countDown();
    try {
      while (true) {
        cancellation.check();
        LockSupport.parkNanos(1_000_000);
      }
    } finally {
      cancelled.countDown();
    }
  }

  private static BackgroundJobs jobs(BiFunction<JobListener, Cancellation, Answer> answers) {
    NexusGen model =
        (NexusGen)
            Proxy.newProxyInstance(
                NexusGen.class.getClassLoader(),
                new Class<?>[] {NexusGen.class},
                (proxy, method, arguments) ->
                    answers.apply((JobListener) arguments[1], (Cancellation) arguments[2]));
    return BackgroundJobs.of(model);
  }

  private static final class Subscriber implements Flow.Subscriber<String> {
    final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    final CountDownLatch ended = new CountDownLatch(1);
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private final long first;

    Subscriber(long first) {
      this.first = first;
    }

    Flow.Subscription subscription() {
      return subscription.join();
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription.complete(given);
      given.request(first);
    }

    @Override
    public void onNext(String piece) {
      heard.add(piece);
    }

    @Override
    public void onError(Throwable failure) {
      heard.add("error: " + failure.getMessage());
      ended.countDown();
    }

    @Override
    public void onComplete() {
      heard.add("end");
      ended.countDown();
    }
  }
}
