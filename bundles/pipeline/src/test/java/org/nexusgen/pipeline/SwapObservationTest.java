package org.nexusgen.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.PaintingRequest;
import org.nexusgen.api.observe.Event;
import org.nexusgen.api.observe.Measures;
import org.nexusgen.api.observe.Origin;

class SwapObservationTest {
  private static final PaintingRequest STAR = PaintingRequest.of("a star");

  @TempDir Path cache;

  private final Heard heard = new Heard();
  private FakePipeline pipeline;

  @BeforeEach
  void assemble() {
    pipeline = new FakePipeline(cache);
    pipeline.assembler.addObserver(heard);
  }

  @Test
  void a_part_that_outranks_another_is_a_swap_of_the_jobs_that_run() {
    pipeline.parts.whilePainting =
        () ->
            pipeline.assembler.addDecoder(
                pipeline.parts.decoders("better"), Map.of("service.ranking", 5));
    try (NexusGen model = pipeline.open()) {
      assertThat(model.generate(STAR).report().measures().swaps()).isEqualTo(1);
    }
    Event.PartSwapped swap = heard.events(Event.PartSwapped.class).get(0);
    assertThat(swap.from()).isEqualTo("toy 0");
    assertThat(swap.to()).isEqualTo("better 0");
    assertThat(swap.box()).isEqualTo("decoder");
    assertThat(heard.origins(Event.PartSwapped.class)).noneMatch(Origin::isJob);
  }

  @Test
  void a_part_that_leaves_says_for_how_many_calls_it_waited() throws InterruptedException {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    pipeline.parts.whilePainting =
        () -> {
          inside.countDown();
          await(goOn);
        };
    try (NexusGen model = pipeline.open()) {
      Thread job = Thread.ofPlatform().start(() -> model.generate(STAR));
      inside.await();
      Thread remover =
          Thread.ofPlatform()
              .start(() -> pipeline.assembler.removeDecoder(pipeline.parts.decoders));
      while (pipeline.assembler.parts().stream().anyMatch(one -> one.box().equals("decoder"))) {
        Thread.onSpinWait();
      }
      assertThat(heard.events(Event.PartSwapped.class)).isEmpty();
      goOn.countDown();
      job.join();
      remover.join();
    }
    Event.PartSwapped swap = heard.events(Event.PartSwapped.class).get(0);
    assertThat(swap.from()).isEqualTo("toy 0");
    assertThat(swap.to()).isEmpty();
    assertThat(swap.drainedCalls()).isEqualTo(1);
    assertThat(swap.abandoned()).isFalse();
  }

  @Test
  void a_job_that_waits_for_a_part_says_so() throws InterruptedException {
    pipeline.assembler.removeDecoder(pipeline.parts.decoders);
    Measures[] measures = new Measures[1];
    try (NexusGen model = pipeline.open()) {
      Thread job =
          Thread.ofPlatform().start(() -> measures[0] = model.generate(STAR).report().measures());
      while (!projected() || job.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
      pipeline.assembler.addDecoder(pipeline.parts.decoders, Map.of());
      job.join();
    }
    assertThat(measures[0].leaseWaits().count()).isEqualTo(1);
    assertThat(measures[0].leaseWaits().time()).isPositive();
    assertThat(heard.events(Event.LeaseWaited.class))
        .singleElement()
        .matches(waited -> waited.box().equals("decoder"));
    assertThat(heard.origins(Event.LeaseWaited.class)).allMatch(Origin::isJob);
  }

  /** Whether the decoder is what the job asks for next. */
  private boolean projected() {
    return heard.events(Event.StageFinished.class).stream()
        .anyMatch(one -> one.stage().equals("project"));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
