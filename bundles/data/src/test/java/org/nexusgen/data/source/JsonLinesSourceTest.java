package org.nexusgen.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.train.SampleSource;
import org.nexusgen.api.train.SampleSource.Split;
import org.nexusgen.api.train.TrainingSample;
import org.nexusgen.api.train.TrainingSample.Task;
import org.nexusgen.data.command.DataCommand;
import org.nexusgen.data.shapes.ShapesScorer;

@DisplayName("A JSONL file as a source")
class JsonLinesSourceTest {
  private static final int COUNT = 60;

  @TempDir Path folder = Path.of("");
  private Path file = Path.of("");

  @BeforeEach
  void writeSamples() {
    List<String> command = List.of("shapes", "--count", "" + COUNT, "-o", folder.toString());
    assertThat(new DataCommand().run(command, System.out, System.err)).isZero();
    file = folder.resolve("data.jsonl");
  }

  private static SampleSource open(Object source, Split split, long seed) {
    return new JsonLinesSources().open(source.toString(), split, seed);
  }

  private static List<String> ids(SampleSource source, Task task, long from, long count) {
    return LongStream.range(from, from + count).mapToObj(i -> source.sample(task, i).id()).toList();
  }

  @Test
  @DisplayName("gives every sample once a round, in another order each round and for each seed")
  void roundsAreShuffled() {
    try (SampleSource source = open(file, Split.TRAINING, 1);
        SampleSource other = open(file, Split.TRAINING, 2)) {
      long all = 0;
      for (Task task : Task.values()) {
        long size = source.size(task);
        all += size;
        List<String> first = ids(source, task, 0, size);
        List<String> second = ids(source, task, size, size);
        assertThat(first).doesNotHaveDuplicates();
        assertThat(second).containsExactlyInAnyOrderElementsOf(first).isNotEqualTo(first);
        assertThat(ids(other, task, 0, size)).isNotEqualTo(first);
        assertThat(ids(source, task, 0, size)).isEqualTo(first);
      }
      assertThat(all).isEqualTo(COUNT);
    }
  }

  @Test
  @DisplayName("carries pictures, kinds and what the scorer must know")
  void carriesTheTruth() {
    ShapesScorer scorer = new ShapesScorer();
    try (SampleSource source = open(file, Split.TRAINING, 1)) {
      TrainingSample edit = source.sample(Task.EDITING, 3);
      assertThat(edit.id()).startsWith(file + ":");
      assertThat(edit.kind()).isNotEqualTo("editing");
      assertThat(scorer.knows(edit)).isTrue();
      assertThat(scorer.picture(edit, edit.messages().getLast().images().get(0)))
          .containsEntry("right", 1.0);
    }
  }

  @Test
  @DisplayName("is one split as it stands, and cut in two by content where a share is held out")
  void canHoldOut() {
    assertThat(count(open(file, Split.HELD_OUT, 1))).isEqualTo(COUNT);
    SampleSource training = open(file + "?held_out=0.3", Split.TRAINING, 1);
    SampleSource heldOut = open(file + "?held_out=0.3", Split.HELD_OUT, 9);
    assertThat(count(training) + count(heldOut)).isEqualTo(COUNT);
    assertThat(count(heldOut)).isBetween(8L, 30L);
    for (Task task : Task.values()) {
      Set<String> seen = new TreeSet<>(ids(training, task, 0, training.size(task)));
      assertThat(ids(heldOut, task, 0, heldOut.size(task))).doesNotContainAnyElementsOf(seen);
    }
    for (String wrong : List.of("?held_out=0", "?held_out=x", "?objects=1")) {
      assertThatThrownBy(() -> open(file + wrong, Split.TRAINING, 1))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("wants");
    }
  }

  private static long count(SampleSource source) {
    return source.size(Task.UNDERSTANDING)
        + source.size(Task.GENERATION)
        + source.size(Task.EDITING);
  }

  @Test
  @DisplayName("names itself where a task has no samples")
  void namesTheMissingTask() throws IOException {
    Path words = Files.writeString(folder.resolve("words.jsonl"), line("hello"));
    SampleSource source = open(words, Split.TRAINING, 1);
    assertThat(source.sample(Task.UNDERSTANDING, 5).kind()).isEqualTo("understanding");
    assertThatThrownBy(() -> source.sample(Task.EDITING, 0))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("words.jsonl")
        .hasMessageContaining("editing");
  }

  @Test
  @DisplayName("reads a folder of shards, lines after blank ones and Windows line ends too")
  void readsShards() throws IOException {
    Path shards = Files.createDirectory(folder.resolve("shards"));
    Files.writeString(shards.resolve("a.jsonl"), "\n\n" + line("ä1").strip() + "\r\n" + line("2"));
    Files.writeString(shards.resolve("b.jsonl"), line("3").strip());
    assertThat(new JsonLinesSources().knows(shards.toString())).isTrue();
    try (SampleSource source = open(shards, Split.TRAINING, 1)) {
      assertThat(ids(source, Task.UNDERSTANDING, 0, 3))
          .containsExactlyInAnyOrder(
              shards.resolve("a.jsonl") + ":3",
              shards.resolve("a.jsonl") + ":4",
              shards.resolve("b.jsonl") + ":1");
    }
  }

  @Test
  @DisplayName("tells file and line of what is broken: on opening a line, when read a picture")
  void tellsWhatIsBroken() throws IOException {
    Path missing =
        Files.writeString(
            folder.resolve("missing.jsonl"),
            line("x") + line("<image>y").replace("\"images\":[]", "\"images\":[\"no.png\"]"));
    SampleSource source = open(missing, Split.TRAINING, 1);
    assertThatThrownBy(() -> ids(source, Task.UNDERSTANDING, 0, 2))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("missing.jsonl:2")
        .hasMessageContaining("no.png");
    Files.writeString(folder.resolve("no.png"), "no picture");
    assertThatThrownBy(() -> ids(source, Task.UNDERSTANDING, 0, 2))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("missing.jsonl:2")
        .hasMessageContaining("no.png");
    Files.writeString(missing, "{\"oops\n", StandardOpenOption.APPEND);
    assertThatThrownBy(() -> open(missing, Split.TRAINING, 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("missing.jsonl:3");
    Files.writeString(missing, "");
    assertThatThrownBy(() -> source.sample(Task.UNDERSTANDING, 0))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("missing.jsonl:");
    assertThatThrownBy(() -> open(missing, Split.TRAINING, 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no samples");
    assertThatThrownBy(() -> open(folder.resolve("none.jsonl"), Split.TRAINING, 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no such file");
  }

  @Test
  @DisplayName("has an order of any length that is a permutation")
  void ordersArePermutations() {
    for (int size : new int[] {1, 2, 3, 5, 64, 1000}) {
      assertThat(LongStream.range(0, size).map(new Shuffle(size, 3)::at).sorted().toArray())
          .isEqualTo(LongStream.range(0, size).toArray());
    }
  }

  private static String line(String question) {
    return "{\"images\":[],\"messages\":[{\"role\":\"user\",\"content\":\"%s\"},{\"role\":\"assistant\",\"content\":\"yes\"}]}%n"
        .formatted(question);
  }
}
