package org.nexusgen.backbone.qwen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.CancelledException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.backbone.GenerationListener;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Operand;
import org.nexusgen.api.tensor.ResidentTensor;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;

@DisplayName("The key-value cache")
class CacheLifeTest {
  private final CountingSession session = new CountingSession();

  @Test
  @DisplayName("never leaves the engine, and is freed when the answer ends")
  void isFreedAtTheEnd() {
    run(new Cancellation(), id -> true);

    assertThat(session.runs).isEqualTo(3);
    assertThat(session.keptInAll.get()).isEqualTo(2 * session.runs);
    assertThat(session.alive.get()).isZero();
    assertThat(session.results.get()).as("open results").isZero();
  }

  @Test
  @DisplayName("is freed when the listener throws")
  void isFreedWhenTheListenerThrows() {
    assertThatThrownBy(
            () ->
                run(
                    new Cancellation(),
                    id -> {
                      throw new IllegalStateException("listener");
                    }))
        .hasMessage("listener");

    assertThat(session.keptInAll.get()).isPositive();
    assertThat(session.alive.get()).isZero();
  }

  @Test
  @DisplayName("is freed when the answer is cancelled")
  void isFreedWhenCancelled() {
    Cancellation cancellation = new Cancellation();
    assertThatThrownBy(
            () ->
                run(
                    cancellation,
                    id -> {
                      cancellation.cancel();
                      return true;
                    }))
        .isInstanceOf(CancelledException.class);

    assertThat(session.runs).isEqualTo(1);
    assertThat(session.alive.get()).isZero();
  }

  @Test
  @DisplayName("is freed when the engine fails, even halfway through handing it over")
  void isFreedWhenTheEngineFails() {
    session.failingRun = 2;
    assertThatThrownBy(() -> run(new Cancellation(), id -> true)).hasMessage("run failed");
    assertThat(session.alive.get()).isZero();

    session.failingRun = -1;
    session.failingKeep = session.keptInAll.get() + 2;
    assertThatThrownBy(() -> run(new Cancellation(), id -> true)).hasMessage("keep failed");
    assertThat(session.alive.get()).isZero();
    assertThat(session.results.get()).isZero();
  }

  private void run(Cancellation cancellation, GenerationListener listener) {
    Sequence sequence =
        new Sequence(
            ToyModel.model(),
            ToyModel.prompt(5, 6),
            ToyModel.settings().budget(3).toApi(),
            (scores, seen) -> 7,
            listener);
    try (Decoder decoder = new NetworkDecoder(session, ToyModel.config(), 1, cancellation)) {
      GenerationLoop.run(decoder, List.of(sequence), cancellation);
    }
  }

  /** Counts what it handed out and was not given back. */
  private static final class CountingSession implements GraphSession {
    final AtomicInteger alive = new AtomicInteger();
    final AtomicInteger keptInAll = new AtomicInteger();
    final AtomicInteger results = new AtomicInteger();
    int runs;
    int failingRun = -1;
    int failingKeep = -1;

    @Override
    public RunResult run(Map<String, ? extends Operand> inputs) {
      runs++;
      if (runs == failingRun) {
        throw new NexusGenException("run failed");
      }
      Operand past = inputs.get(QwenNetwork.pastKeys(0));
      assertThat(past instanceof ResidentTensor)
          .as("the past of run %d stays inside the engine", runs)
          .isEqualTo(past.shape().dim(2) > 0);
      long length = past.shape().dim(2) + inputs.get(QwenNetwork.EMBEDDINGS).shape().dim(1);
      results.incrementAndGet();
      return new RunResult() {
        @Override
        public Tensor tensor(String name) {
          return Tensor.of(new float[ToyModel.VOCABULARY], 1, ToyModel.VOCABULARY);
        }

        @Override
        public ResidentTensor keep(String name) {
          if (keptInAll.incrementAndGet() == failingKeep) {
            throw new NexusGenException("keep failed");
          }
          alive.incrementAndGet();
          return resident(length);
        }

        @Override
        public void close() {
          results.decrementAndGet();
        }
      };
    }

    private ResidentTensor resident(long length) {
      return new ResidentTensor() {
        @Override
        public DType dtype() {
          return DType.F32;
        }

        @Override
        public Shape shape() {
          return Shape.of(1, 1, length, ToyModel.WIDTH);
        }

        @Override
        public Tensor toHost() {
          throw new AssertionError("the cache must not be copied to Java's memory");
        }

        @Override
        public void close() {
          alive.decrementAndGet();
        }
      };
    }

    @Override
    public void close() {}
  }
}
