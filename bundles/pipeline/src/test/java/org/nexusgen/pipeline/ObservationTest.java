package org.nexusgen.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.CancelledException;
import org.nexusgen.api.JobListener;
import org.nexusgen.api.JobReport;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.PaintingRequest;
import org.nexusgen.api.UnderstandingRequest;
import org.nexusgen.api.observe.Event;
import org.nexusgen.api.observe.Event.Outcome;
import org.nexusgen.api.observe.Measures;
import org.nexusgen.api.observe.Measures.CacheUse;
import org.nexusgen.api.observe.Origin;
import org.nexusgen.api.observe.Tokens;

class ObservationTest {
  private static final PaintingRequest STAR = PaintingRequest.of("a star");
  private static final UnderstandingRequest QUESTION =
      UnderstandingRequest.of("what is it?", Toys.picture(8));

  @TempDir Path cache;

  private final Heard heard = new Heard();
  private FakePipeline pipeline;

  @BeforeEach
  void assemble() {
    pipeline = new FakePipeline(cache);
    pipeline.assembler.addObserver(heard);
  }

  @Test
  void a_job_tells_its_beginning_its_stages_and_its_end() {
    try (NexusGen model = pipeline.open()) {
      model.generate(STAR);
    }
    assertThat(heard.all.get(0).event()).isEqualTo(new Event.JobStarted());
    assertThat(heard.all)
        .last()
        .extracting(Heard.Told::event)
        .isInstanceOf(Event.JobFinished.class);
    assertThat(heard.all).extracting(Heard.Told::origin).containsOnly(heard.all.get(0).origin());
    Origin origin = heard.all.get(0).origin();
    assertThat(origin).isEqualTo(new Origin(origin.instance(), FakePipeline.MODEL, "generate", 1));
    assertThat(heard.events(Event.StageStarted.class))
        .extracting(Event.StageStarted::stage)
        .containsSubsequence("load", "tokenize", "load", "write", "load", "project", "paint");
    Deque<String> open = new ArrayDeque<>();
    for (Heard.Told told : heard.all) {
      if (told.event() instanceof Event.StageStarted begun) {
        open.push(begun.stage());
      } else if (told.event() instanceof Event.StageFinished ended) {
        assertThat(ended.stage()).isEqualTo(open.pop());
      }
    }
    assertThat(open).isEmpty();
  }

  @Test
  void jobs_are_numbered_and_end_as_they_end() {
    try (NexusGen model = pipeline.open()) {
      model.understand(QUESTION);
      Cancellation cancelled = new Cancellation();
      cancelled.cancel();
      assertThatThrownBy(() -> model.understand(QUESTION, JobListener.silent(), cancelled))
          .isInstanceOf(CancelledException.class);
      pipeline.parts.whilePainting =
          () -> {
            throw new NexusGenException("no paint");
          };
      assertThatThrownBy(() -> model.generate(STAR)).hasMessageContaining("no paint");
    }
    assertThat(heard.events(Event.JobFinished.class))
        .extracting(Event.JobFinished::outcome)
        .containsExactly(Outcome.DONE, Outcome.CANCELLED, Outcome.FAILED);
    assertThat(heard.origins(Event.JobFinished.class).map(one -> one.job() + one.number()))
        .containsExactly("understand1", "understand2", "generate3");
  }

  @Test
  void tokens_and_steps_are_counted_apart() {
    JobReport report;
    try (NexusGen model = pipeline.open()) {
      report = model.generate(STAR).report();
    }
    Measures measures = report.measures();
    long prompt = prompt(report);
    Tokens tokens = heard.events(Event.TokensWritten.class).get(0).tokens();
    assertThat(tokens.prompt()).isEqualTo(prompt).isPositive();
    assertThat(tokens.text()).isEqualTo(3);
    assertThat(tokens.image()).isEqualTo(TalkingToys.PICTURE);
    assertThat(tokens.reading().count()).isEqualTo(prompt);
    assertThat(tokens.writing().count()).isEqualTo(2);
    assertThat(tokens.imagining().count()).isEqualTo(TalkingToys.PICTURE);
    assertThat(heard.events(Event.StepsDone.class))
        .singleElement()
        .matches(done -> done.steps().count() == TalkingToys.STEPS);
    assertThat(measures.tokens()).isEqualTo(tokens);
    assertThat(measures.steps().count()).isEqualTo(TalkingToys.STEPS);
    assertThat(measures.peakMemory()).get().matches(peak -> peak.bytes() > 0);
  }

  @Test
  void a_batch_is_one_writing_whose_paces_nobody_knows() {
    long prompt;
    try (NexusGen model = pipeline.open()) {
      prompt =
          prompt(
              model
                  .generateAll(List.of(STAR, STAR), JobListener.silent(), new Cancellation())
                  .get(0)
                  .report());
    }
    Tokens tokens = heard.events(Event.TokensWritten.class).get(0).tokens();
    assertThat(heard.events(Event.TokensWritten.class)).hasSize(1);
    assertThat(tokens.prompt()).isEqualTo(2 * prompt);
    assertThat(tokens.image()).isEqualTo(2 * TalkingToys.PICTURE);
    assertThat(tokens.writing().perSecond()).isEmpty();
    Measures ofAll = heard.events(Event.JobFinished.class).get(0).measures();
    assertThat(ofAll.steps().count()).isEqualTo(2 * TalkingToys.STEPS);
  }

  @Test
  void caches_count_for_the_job_on_whose_thread_they_are_asked() {
    try (NexusGen model = pipeline.open()) {
      assertThat(model.understand(QUESTION).report().measures().caches())
          .isEqualTo(Map.of("vision encoder", new CacheUse(1, 0)));
      assertThat(model.generate(STAR).report().measures().caches())
          .isEqualTo(Map.of("empty prompt", new CacheUse(0, 1)));
      assertThat(model.generate(STAR).report().measures().caches())
          .isEqualTo(Map.of("empty prompt", new CacheUse(1, 0)));
    }
    assertThat(heard.origins(Event.CacheAsked.class).map(Origin::number))
        .containsExactly(1L, 0L, 2L, 3L);
  }

  @Test
  void what_an_observer_throws_ends_nothing() {
    pipeline.assembler.addObserver(
        (origin, event) -> {
          throw new IllegalStateException("not now");
        });
    Heard later = new Heard();
    pipeline.assembler.addObserver(later);
    try (NexusGen model = pipeline.open()) {
      assertThat(model.generate(STAR).pictures()).hasSize(1);
    }
    assertThat(later.all).hasSameSizeAs(heard.all);
  }

  @Test
  void results_have_measures_when_nobody_listens() {
    pipeline.assembler.removeObserver(heard);
    try (NexusGen model = pipeline.open()) {
      Measures measures = model.generate(STAR).report().measures();
      assertThat(measures.steps().count()).isEqualTo(TalkingToys.STEPS);
      assertThat(measures.tokens().image()).isEqualTo(TalkingToys.PICTURE);
    }
    assertThat(heard.all).isEmpty();
  }

  @Test
  void two_pipelines_and_two_models_do_not_mix() {
    FakePipeline other = new FakePipeline(cache);
    other.assembler.addObserver(heard);
    Heard ofOne = new Heard();
    Heard ofTwo = new Heard();
    try (NexusGen one = pipeline.open(ofOne);
        NexusGen two = pipeline.open(ofTwo);
        NexusGen third = other.open()) {
      one.generate(STAR);
      two.understand(QUESTION);
      third.understand(QUESTION);
    }
    assertThat(heard.origins(Event.JobFinished.class).map(Origin::instance).distinct()).hasSize(2);
    assertThat(heard.origins(Event.JobFinished.class).map(Origin::number))
        .containsExactly(1L, 2L, 1L);
    assertThat(ofOne.origins(Event.JobFinished.class).map(Origin::job)).containsExactly("generate");
    assertThat(ofTwo.origins(Event.JobFinished.class).map(Origin::job))
        .containsExactly("understand");
  }

  @Test
  void events_come_on_the_thread_that_does_the_job_also_on_a_virtual_one()
      throws InterruptedException {
    Thread thread;
    try (NexusGen model = pipeline.open()) {
      thread = Thread.ofVirtual().start(() -> model.generate(STAR));
      thread.join();
    }
    assertThat(thread.isVirtual()).isTrue();
    assertThat(heard.all).isNotEmpty().extracting(Heard.Told::thread).containsOnly(thread);
  }

  private static long prompt(JobReport report) {
    return Objects.requireNonNull(report.tensors().get("input_ids")).shape().dim(1);
  }
}
