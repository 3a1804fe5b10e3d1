package org.nexusgen.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.image.ImageFiles;
import org.nexusgen.api.message.Message;
import org.nexusgen.api.message.Part;
import org.nexusgen.api.train.CurvePlot;
import org.nexusgen.api.train.SampleScorer;
import org.nexusgen.api.train.SampleSource;
import org.nexusgen.api.train.TrainingSample;
import org.nexusgen.api.train.TrainingSample.Task;

@DisplayName("nexusgen eval")
class EvalCommandTest {
  private final FakeModel model = new FakeModel();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private List<SampleScorer> scorers = List.of();
  private final Map<Path, List<CurvePlot.Curve>> drawn = new TreeMap<>();
  private final Map<String, Image> written = new TreeMap<>();
  private final ImageFiles images =
      (ImageFiles)
          Proxy.newProxyInstance(
              EvalCommandTest.class.getClassLoader(),
              new Class<?>[] {ImageFiles.class},
              (self, method, arguments) ->
                  written.put(
                      ((Path) arguments[1]).getFileName().toString(), (Image) arguments[0]));

  /**
   * Questions of which every second answer is yes; prompts whose pictures have 4 levels of gray.
   */
  private static final class Samples implements SampleSource {
    private final Map<String, String> truth;

    Samples(Map<String, String> truth) {
      this.truth = truth;
    }

    @Override
    public TrainingSample sample(Task task, long index) {
      Part picture = Part.image(FakeModel.gray(4));
      List<Message> messages =
          switch (task) {
            case UNDERSTANDING ->
                List.of(
                    Message.user(picture, Part.text("one?")),
                    Message.assistant(Part.text(" yes ")),
                    Message.user(Part.text("two?")),
                    Message.assistant(Part.text("no")));
            case GENERATION ->
                List.of(
                    Message.user(
                        Part.text(
                            "Generate an image according to the following description: a cat")),
                    Message.assistant(Part.text("here: "), picture));
            case EDITING ->
                List.of(
                    Message.user(picture, Part.text(" abc")),
                    Message.assistant(Part.text("here: "), picture));
          };
      return new TrainingSample("s:" + index, task, "plain", messages, truth);
    }

    @Override
    public long size(Task task) {
      return truth.containsKey("only") && !truth.get("only").equals(task.word()) ? 0 : 3;
    }

    @Override
    public void close() {}
  }

  private int run(Map<String, String> truth, String... arguments) {
    SampleSource.Provider provider =
        new SampleSource.Provider() {
          @Override
          public boolean knows(String source) {
            return !source.equals("unknown");
          }

          @Override
          public SampleSource open(String source, SampleSource.Split split, long seed) {
            return new Samples(truth);
          }
        };
    EvalCommand command =
        new EvalCommand(
            model.factory(),
            List.of(),
            List.of(provider),
            scorers,
            List.of(),
            List.of(images),
            List.of((png, axes, curves) -> drawn.put(png, curves)),
            List.of(),
            List.of(),
            List.of(),
            List.of());
    return command.run(List.of(arguments), new PrintStream(out), new PrintStream(err));
  }

  private List<String> row(String label) {
    return out.toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith(label + " "))
        .map(line -> line.substring(label.length()).strip().replaceAll(" +", " "))
        .toList();
  }

  @Test
  @DisplayName("guesses in one line which command was meant")
  void misspelt() {
    assertThat(run(Map.of(), "mni")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("nexusgen: ")
        .contains("did you mean 'mini'?")
        .hasLineCount(1);
  }

  @Test
  @DisplayName(
      "understanding asks each question by itself and compares answers but for white space")
  void questionsAreAsked() {
    assertThat(run(Map.of(), "understanding", "--data", "d.jsonl")).isZero();
    assertThat(model.asked).containsOnly("one?", "two?").hasSize(6);
    assertThat(row("plain")).containsExactly("6 0.500 (0.188-0.812)");
  }

  @Test
  @DisplayName("understanding tells kinds and groups of every turn")
  void turnsHaveKinds() {
    Map<String, String> truth = Map.of("questions", "first,second", "reference", "shape,none");
    assertThat(run(truth, "understanding", "--data", "d.jsonl", "--n", "2")).isZero();
    assertThat(row("first")).containsExactly("2 1.000 (0.342-1.000)");
    assertThat(row("second")).containsExactly("2 0.000 (0.000-0.658)");
    assertThat(row("by reference shape")).containsExactly("2 1.000 (0.342-1.000)");
    assertThat(row("by reference none")).isEmpty();
  }

  @Test
  @DisplayName(
      "generation leaves out the template, compares pictures and embeddings, asks for captions")
  void picturesArePainted() {
    assertThat(run(Map.of("caption", "yes"), "generation", "--data", "d.jsonl")).isZero();
    assertThat(model.asked).contains("a cat", "describe the image.");
    // The prompt has 5 letters, the picture 4 levels: 20 log10(255).
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("48.131").contains("loop");
    assertThat(row("generation plain").get(0)).startsWith("3 0.5000 -");
  }

  /** Pictures of 4 levels are right. */
  private static SampleScorer byLevel() {
    return new SampleScorer() {
      @Override
      public boolean knows(TrainingSample sample) {
        return true;
      }

      @Override
      public Map<String, Double> answer(TrainingSample sample, int turn, String answer) {
        throw new UnsupportedOperationException();
      }

      @Override
      public Map<String, Double> picture(TrainingSample sample, Image picture) {
        return Map.of("right", picture.pixels()[0] == 4 ? 1.0 : 0.0);
      }
    };
  }

  @Test
  @DisplayName(
      "generation finds whose fault a wrong picture is, and keeps it framed to be looked at")
  void faultsAreFound(@TempDir Path folder) throws IOException {
    scorers = List.of(byLevel());
    Path gallery = folder.resolve("gallery");
    assertThat(run(Map.of(), "generation", "--data", "d", "--pictures", gallery.toString()))
        .as(err.toString(StandardCharsets.UTF_8))
        .isZero();
    // True embeddings have 4 levels: the backbone alone is wrong.
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .anyMatch(line -> line.matches("faults in generation +n +autoencoder +backbone +decoder *"))
        .anyMatch(line -> line.matches("plain +3 +0.000 .* 1.000 .* 0.000 .*"));
    assertThat(written).containsOnlyKeys("generation-plain.png");
    Image sheet = written.get("generation-plain.png");
    // Three columns and two rows of 2 x 2 pixels with gaps of 6; a frame of 3 around each painted.
    assertThat(sheet).extracting(Image::width, Image::height).containsExactly(30, 22);
    assertThat(sheet.pixels()[(6 * 30 + 6) * 3]).isEqualTo((byte) 4);
    assertThat(sheet.pixels()[(14 * 30 + 6) * 3]).isEqualTo((byte) 5);
    assertThat(sheet.pixels()[(12 * 30 + 6) * 3]).isEqualTo((byte) 220);
    assertThat(Files.readString(gallery.resolve("pictures.md"))).contains("a cat — wrong");
  }

  @Test
  @DisplayName(
      "editing marks the picture in the instruction; a scorer's word goes before comparison")
  void editsAreScored() {
    scorers = List.of(byLevel());
    assertThat(run(Map.of("objects", "2"), "editing", "--data", "d.jsonl")).isZero();
    assertThat(model.asked).containsOnly("<image> abc");
    assertThat(row("plain").get(0)).isEqualTo("3 0.000 (0.000-0.561)");
    assertThat(row("by objects 2")).containsExactly("3 0.000 (0.000-0.561)");
  }

  @Test
  @DisplayName("reconstruction decodes the true embeddings of wanted pictures")
  void picturesAreReconstructed() {
    assertThat(run(Map.of(), "reconstruction", "--data", "d.jsonl")).isZero();
    assertThat(row("generation decoder").get(0)).startsWith("3 1.000 (0.439-1.000) 99.000");
    assertThat(row("editing decoder").get(0)).startsWith("3 1.000");
  }

  @Test
  @DisplayName("mini asks every kind, sums up what is aimed at, and writes JSON whole")
  void miniSumsUp(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("deep/result.json");
    assertThat(run(Map.of(), "mini", "--sample", "26", "--json", file.toString())).isZero();
    assertThat(row("score")).containsExactly("n reached aim least");
    assertThat(row("question answering"))
        .containsExactly("52 0.500 (0.369-0.631) 0.97 0.92 missed");
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("autoencoder was not measured");
    assertThat(Files.readString(file))
        .contains("\"name\" : \"question answering\"")
        .contains("\"model\" : \"fake\"")
        .contains("\"mse_by_token\"")
        .endsWith("}\n");
    try (var files = Files.list(file.resolveSibling(""))) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  @DisplayName("mini talks: draws, asks, edits what was drawn and asks again")
  void conversationsAreHeld() {
    Map<String, String> truth = Map.of("source_caption", "a scene", "caption", "yes");
    assertThat(run(truth, "mini", "--n", "1", "--tasks", "chat")).isZero();
    assertThat(model.asked)
        .containsExactly(
            "DRAW a scene", "TALK describe the image.", "EDIT abc", "TALK describe the image.");
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("seen", "told");
  }

  @Test
  @DisplayName("ablations put models side by side, with the score of pictures at each noise")
  void ablationsAreSideBySide() {
    assertThat(run(Map.of(), "ablations", "a=x", "b=y", "--n", "2", "--noise", "0,0.5")).isZero();
    assertThat(row("variant")).containsExactly("a b");
    assertThat(row("question answering")).containsExactly("0.500 0.500");
    assertThat(row("pictures at noise 0.5")).containsExactly("- -");
  }

  @Test
  @DisplayName("ablations ask for the wanted tasks alone")
  void ablationsOfOneTask() {
    String[] command = {"ablations", "a=x", "--n", "2", "--tasks", "generation", "--noise", "0"};
    assertThat(run(Map.of(), command)).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("question answering");
    assertThat(model.asked).isNotEmpty().noneMatch(one -> one.startsWith("TALK"));
  }

  @Test
  @DisplayName("notes where many samples show few scenes: their interval says little of others")
  void fewScenesAreNoted() {
    Map<String, String> truth = Map.of("scene", "the only one");
    assertThat(run(truth, "mini", "--n", "5", "--tasks", "generation")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("plain: 3 samples");
    assertThat(run(Map.of(), "mini", "--n", "5", "--tasks", "generation")).isZero();
  }

  @Test
  @DisplayName("ablations draw one curve a model: the share of right pictures by the noise")
  void ablationsAreDrawn() {
    scorers = List.of(byLevel());
    String[] command = {"ablations", "a=x", "b=y", "--n", "2", "--noise", "0", "--plot", "p.png"};
    // Answers cannot be scored by level: only the source's pictures are asked for.
    assertThat(run(Map.of("only", "generation"), command)).isZero();
    assertThat(drawn.get(Path.of("p.png")))
        .containsExactly(
            new CurvePlot.Curve("a", List.of(0.0), List.of(1.0)),
            new CurvePlot.Curve("b", List.of(0.0), List.of(1.0)));
  }

  @Test
  @DisplayName("refuses what it cannot do with exit code 2 and one line that says what it wants")
  void refusesBadInput() {
    for (List<String> arguments :
        List.of(
            List.of("understanding", "--data", "unknown"),
            List.of("mini", "--n", "0"),
            List.of("mini", "--tasks", "singing"),
            List.of("mini", "--steps", "0"),
            List.of("mini", "--threads", "-1"),
            List.of("generation", "--data", "d.jsonl", "--n", "0"),
            List.of("error-accumulation", "--n", "0"),
            List.of("error-accumulation", "--naive", "no folder, wanted"),
            List.of("ablations", "a=x", "--noise", "-1"),
            List.of("ablations", "a=x", "--tasks", "singing"))) {
      err.reset();
      assertThat(run(Map.of(), arguments.toArray(String[]::new))).as("%s", arguments).isEqualTo(2);
      assertThat(err.toString(StandardCharsets.UTF_8).lines()).hasSize(1);
      assertThat(err.toString(StandardCharsets.UTF_8)).containsAnyOf("want", "no samples");
    }
    assertThat(run(Map.of("only", "editing"), "generation", "--data", "d.jsonl")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("no samples for generation");
    assertThat(run(Map.of())).isEqualTo(2);
    assertThat(run(Map.of(), "understanding")).isEqualTo(2);
  }

  @Test
  @DisplayName("opens the model as it is configured, with what options say instead")
  void takesTheSettings() {
    run(Map.of(), "understanding", "--data", "some");
    run(Map.of(), "understanding", "--data", "some", "--engine", "other", "--threads", "2");
    run(Map.of(), "understanding", "--data", "some", "--engine", "decoder=other");
    assertThat(model.opened)
        .extracting(NexusGenConfig::engine)
        .containsExactly("configured", "other", "configured,decoder=other");
    assertThat(model.opened).extracting(one -> one.session().threads()).containsExactly(3, 2, 3);
  }
}
