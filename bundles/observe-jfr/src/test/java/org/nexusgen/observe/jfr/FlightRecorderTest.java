package org.nexusgen.observe.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.observe.Event;
import org.nexusgen.api.observe.Measures;
import org.nexusgen.api.observe.Observer;
import org.nexusgen.api.observe.Origin;
import org.nexusgen.api.observe.Pace;
import org.nexusgen.api.observe.PeakMemory;
import org.nexusgen.api.observe.Tokens;

@DisplayName("The flight recorder")
class FlightRecorderTest {
  private static final Origin JOB = new Origin("7", "mini", "generate", 3);
  private static final Duration SECOND = Duration.ofSeconds(1);

  @TempDir Path folder;

  private final Observer observer = ServiceLoader.load(Observer.class).findFirst().orElseThrow();

  @Test
  @DisplayName("has jobs and stages with their beginnings, on the thread that did them")
  void spans() throws Exception {
    List<RecordedEvent> events =
        recorded(
            () ->
                Thread.ofVirtual()
                    .name("a job's own")
                    .start(
                        () -> {
                          observer.observe(JOB, new Event.JobStarted());
                          observer.observe(JOB, new Event.StageStarted("paint"));
                          observer.observe(JOB, new Event.StageStarted("load"));
                          observer.observe(JOB, new Event.StageFinished("load", SECOND));
                          observer.observe(JOB, new Event.StageFinished("paint", SECOND));
                          observer.observe(JOB, finished());
                        })
                    .join());

    assertThat(events).hasSize(3);
    assertThat(events).extracting(one -> one.getThread().getJavaName()).containsOnly("a job's own");
    assertThat(events).allMatch(one -> one.getThread().isVirtual());
    assertThat(events).allMatch(one -> one.getEventType().getCategoryNames().contains("Nexus-Gen"));
    assertThat(events).allMatch(one -> one.getStackTrace() == null);
    RecordedEvent request = only(events, "Request");
    assertThat(request.getString("outcome")).isEqualTo("cancelled");
    assertThat(request.getLong("peakMemory")).isEqualTo(4096);
    assertThat(request.getString("instance")).isEqualTo("7");
    assertThat(request.getString("model")).isEqualTo("mini");
    assertThat(request.getString("job")).isEqualTo("generate");
    assertThat(request.getLong("number")).isEqualTo(3);
    RecordedEvent load =
        events.stream().filter(one -> stage(one, "load")).findFirst().orElseThrow();
    RecordedEvent paint =
        events.stream().filter(one -> stage(one, "paint")).findFirst().orElseThrow();
    assertThat(request.getStartTime()).isBeforeOrEqualTo(paint.getStartTime());
    assertThat(paint.getStartTime()).isBeforeOrEqualTo(load.getStartTime());
    assertThat(load.getEndTime()).isBeforeOrEqualTo(paint.getEndTime());
    assertThat(paint.getEndTime()).isBeforeOrEqualTo(request.getEndTime());
  }

  @Test
  @DisplayName("has tokens, steps, waits, swaps and caches with their numbers")
  void counts() throws Exception {
    Tokens tokens =
        new Tokens(20, 6, 4, SECOND, new Pace(20, SECOND), new Pace(5, SECOND), Pace.NONE);
    List<RecordedEvent> events =
        recorded(
            () -> {
              observer.observe(JOB, new Event.TokensWritten(tokens));
              observer.observe(JOB, new Event.StepsDone(new Pace(50, Duration.ofSeconds(2))));
              observer.observe(JOB, new Event.LeaseWaited("decoder", Duration.ofMillis(5)));
              observer.observe(JOB, new Event.CacheAsked("weights", true));
              observer.observe(
                  Origin.pipeline("7"),
                  new Event.PartSwapped("decoder", "flux 1", "flux 2", 3, SECOND, true));
            });

    RecordedEvent generation = only(events, "Generation");
    assertThat(generation.getLong("promptTokens")).isEqualTo(20);
    assertThat(generation.getLong("textTokens")).isEqualTo(6);
    assertThat(generation.getLong("imageTokens")).isEqualTo(4);
    assertThat(generation.getDuration("time")).isEqualTo(SECOND);
    assertThat(generation.getDouble("readRate")).isEqualTo(20);
    assertThat(generation.getDouble("writingRate")).isEqualTo(5);
    assertThat(generation.getDouble("imaginingRate")).isZero();
    assertThat(only(events, "Sampling").getDouble("rate")).isEqualTo(25);
    assertThat(only(events, "LeaseWait").getString("box")).isEqualTo("decoder");
    assertThat(only(events, "LeaseWait").getDuration("time")).isEqualTo(Duration.ofMillis(5));
    assertThat(only(events, "Cache").getString("cache")).isEqualTo("weights");
    assertThat(only(events, "Cache").getBoolean("hit")).isTrue();
    RecordedEvent swap = only(events, "Swap");
    assertThat(swap.getString("from")).isEqualTo("flux 1");
    assertThat(swap.getString("to")).isEqualTo("flux 2");
    assertThat(swap.getLong("drainedCalls")).isEqualTo(3);
    assertThat(swap.getDuration("drain")).isEqualTo(SECOND);
    assertThat(swap.getBoolean("abandoned")).isTrue();
    assertThat(swap.getLong("number")).isZero();
  }

  @Test
  @DisplayName("passes over what began before the recording")
  void late() throws Exception {
    observer.observe(JOB, new Event.JobStarted());
    observer.observe(JOB, new Event.StageStarted("write"));
    List<RecordedEvent> events =
        recorded(
            () -> {
              observer.observe(JOB, new Event.StageStarted("load"));
              observer.observe(JOB, new Event.StageFinished("load", SECOND));
              observer.observe(JOB, new Event.StageFinished("write", SECOND));
              observer.observe(JOB, finished());
              observer.observe(JOB, new Event.JobStarted());
              observer.observe(JOB, finished());
            });
    assertThat(events).filteredOn(one -> stage(one, "load")).hasSize(1);
    assertThat(events)
        .filteredOn(one -> one.getEventType().getName().equals("org.nexusgen.Request"))
        .isNotEmpty();
  }

  private static Event.JobFinished finished() {
    Measures measures =
        new Measures(
            Tokens.NONE,
            Pace.NONE,
            Pace.NONE,
            1,
            Map.of(),
            Optional.of(new PeakMemory(4096, PeakMemory.Source.RESIDENT)));
    return new Event.JobFinished(Event.Outcome.CANCELLED, SECOND, measures);
  }

  private static boolean stage(RecordedEvent event, String name) {
    return event.getEventType().getName().equals("org.nexusgen.Stage")
        && event.getString("stage").equals(name);
  }

  private static RecordedEvent only(List<RecordedEvent> events, String name) {
    List<RecordedEvent> found =
        events.stream()
            .filter(one -> one.getEventType().getName().equals("org.nexusgen." + name))
            .toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  /** Does something while all is recorded. */
  private List<RecordedEvent> recorded(Work work) throws IOException, InterruptedException {
    Path file = folder.resolve("events.jfr");
    try (Recording recording = new Recording()) {
      recording.start();
      work.run();
      recording.stop();
      recording.dump(file);
    }
    return RecordingFile.readAllEvents(file).stream()
        .filter(one -> one.getEventType().getName().startsWith("org.nexusgen."))
        .toList();
  }

  /** What is recorded. */
  private interface Work {
    void run() throws InterruptedException;
  }
}
