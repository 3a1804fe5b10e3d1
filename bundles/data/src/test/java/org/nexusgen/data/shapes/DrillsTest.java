package org.nexusgen.data.shapes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.message.Role;
import org.nexusgen.api.train.SampleSource;
import org.nexusgen.api.train.TrainingSample;
import org.nexusgen.api.train.TrainingSample.Drill;
import org.nexusgen.api.train.TrainingSample.Task;

@DisplayName("Samples with drills and alternatives")
class DrillsTest {
  private static final List<String> NUMBERS = List.of("zero", "one", "two", "three", "four");

  private static SampleSource source(String settings) {
    return new ShapesSources().open("shapes?" + settings, SampleSource.Split.TRAINING, 7);
  }

  private static String words(SceneObject object) {
    return String.join(
        " ",
        object.shape().word(),
        object.colour().word(),
        object.size().word(),
        object.cell().word());
  }

  private static String sorted(String words) {
    return Arrays.stream(words.split(" ")).sorted().collect(Collectors.joining(" "));
  }

  private static boolean tellsOneObject(Drill drill, Scene scene) {
    String all = sorted(drill.given() + " " + drill.learned());
    long named =
        scene.objects().stream()
            .filter(object -> (" " + words(object) + " ").contains(" " + drill.given() + " "))
            .count();
    boolean isCell = drill.given().contains(" ") || drill.given().equals("center");
    return (named == 1 || isCell)
        && scene.objects().stream().anyMatch(object -> sorted(words(object)).equals(all));
  }

  private static boolean tellsCount(Drill drill, Scene scene) {
    String thing = drill.given().replace(" objects", "");
    long count =
        scene.objects().stream()
            .filter(
                object ->
                    object.colour().word().equals(thing) || object.shape().plural().equals(thing))
            .count();
    return drill.learned().equals(NUMBERS.get((int) count));
  }

  @Test
  @DisplayName("say what is true of the picture")
  void drills() {
    try (SampleSource source = source("drills=8&alternatives=yes")) {
      for (int i = 0; i < 300; i++) {
        TrainingSample sample = source.sample(Task.UNDERSTANDING, i);
        Scene scene = Truth.scene(sample);
        assertThat(sample.drills())
            .hasSize(8)
            .allMatch(drill -> tellsOneObject(drill, scene) || tellsCount(drill, scene));
        assertThat(sample.alternatives()).isTrue();
      }
    }
  }

  @Test
  @DisplayName("show one source and a target for each edit, and a picture for each prompt")
  void several() {
    try (SampleSource source = source("edits=3&prompts=4&alternatives=yes")) {
      TrainingSample edits = source.sample(Task.EDITING, 0);
      assertThat(edits.messages().get(0).images()).hasSize(1);
      Map<Role, Long> pictures =
          edits.messages().stream()
              .flatMap(message -> message.images().stream().map(image -> message.role()))
              .collect(Collectors.groupingBy(role -> role, Collectors.counting()));
      assertThat(pictures.get(Role.USER)).isEqualTo(1);
      assertThat(pictures.get(Role.ASSISTANT)).isEqualTo(edits.messages().size() / 2);
      assertThat(source.sample(Task.GENERATION, 0).messages()).hasSize(8);
    }
  }

  @Test
  @DisplayName("are alternatives where there are several edits of one picture")
  void chained() {
    assertThatThrownBy(() -> source("edits=3"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("alternatives=yes");
  }
}
