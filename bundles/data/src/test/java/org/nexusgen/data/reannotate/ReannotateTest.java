package org.nexusgen.data.reannotate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.Answer;
import org.nexusgen.api.JobReport;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.NexusGenFactory;
import org.nexusgen.api.UnderstandingRequest;
import org.nexusgen.api.backbone.Generation;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.image.ImageFiles;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.ModelSettings;
import org.nexusgen.data.command.DataCommand;

@DisplayName("nexusgen data reannotate")
class ReannotateTest {
  private static final ImageFiles IMAGES =
      ServiceLoader.load(ImageFiles.class).findFirst().orElseThrow();

  @TempDir Path folder = Path.of("");
  private Path data = Path.of("");
  private Path output = Path.of("");
  private final List<String> asked = new ArrayList<>();
  private int failsAfter = Integer.MAX_VALUE;
  private String err = "";

  @BeforeEach
  void writeDataset() throws IOException {
    Files.createDirectories(folder.resolve("in"));
    byte[] pixels = new byte[8 * 8 * 3];
    IMAGES.writePng(
        new org.nexusgen.api.image.Image(8, 8, org.nexusgen.api.image.Image.Channels.RGB, pixels),
        folder.resolve("in/p.png"));
    data = folder.resolve("in/data.jsonl");
    output = folder.resolve("out/new.jsonl");
    Files.writeString(
        data,
        sample("\"p.png\"", "<image>what?", "old", "and?", "older")
            + sample("\"p.png\"", "draw it", "here: <image>")
            + sample("\"p.png\",\"p.png\"", "<image> make it red", "here: <image>"));
  }

  private static String sample(String images, String... turns) {
    List<String> messages = new ArrayList<>();
    for (String turn : turns) {
      String role = messages.size() % 2 == 0 ? "user" : "assistant";
      messages.add("{\"role\":\"%s\",\"content\":\"%s\"}".formatted(role, turn));
    }
    return "{\"images\":[%s],\"messages\":[%s]}\n".formatted(images, String.join(",", messages));
  }

  private NexusGen model() {
    return proxy(
        NexusGen.class,
        Map.of(
            "model",
            proxy(
                ModelFolder.class,
                Map.of("root", Path.of("fake"), "settings", ModelSettings.reference("fake")))));
  }

  private <T> T proxy(Class<T> type, Map<String, Object> results) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) ->
                method.getName().equals("understand")
                    ? answer((UnderstandingRequest) arguments[0])
                    : results.get(method.getName())));
  }

  private Answer answer(UnderstandingRequest request) {
    if (asked.size() >= failsAfter) {
      throw new NexusGenException("killed");
    }
    asked.add(request.images().size() + " " + request.question());
    return new Answer(
        " new" + asked.size() + "<image> ",
        List.of(),
        List.of(),
        Generation.Finish.END_OF_TEXT,
        new JobReport(Map.of(), Map.of(), Map.of(), List.of()));
  }

  private NexusGenConfig opened = NexusGenConfig.of(Path.of("none"));

  private int run(Object... more) {
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    NexusGenFactory factory =
        new NexusGenFactory() {
          @Override
          public NexusGen open(NexusGenConfig config) {
            opened = config;
            return model();
          }

          @Override
          public Optional<Path> configuredModel() {
            return Optional.of(Path.of("mini"));
          }

          @Override
          public NexusGenConfig configured(Path model) {
            return NexusGenConfig.of(model)
                .withEngine("configured")
                .withSession(SessionSettings.standard().withThreads(3));
          }

          @Override
          public List<InstalledPart> parts() {
            return List.of();
          }
        };
    List<String> arguments =
        Stream.concat(Stream.of("reannotate", data, "-o", output), Stream.of(more))
            .map(Object::toString)
            .toList();
    int code =
        new DataCommand(IMAGES, List.of(factory))
            .run(arguments, System.out, new PrintStream(errors, true, StandardCharsets.UTF_8));
    err = errors.toString(StandardCharsets.UTF_8);
    return code;
  }

  @Test
  @DisplayName("opens the model as it is configured, with what options say instead")
  void takesTheSettings() {
    assertThat(run()).as(err).isZero();
    assertThat(opened.engine()).isEqualTo("configured");
    assertThat(opened.session().threads()).isEqualTo(3);
    output = folder.resolve("out/other.jsonl");
    assertThat(run("--engine", "other", "--threads", "2")).as(err).isZero();
    assertThat(opened.engine()).isEqualTo("other");
    assertThat(opened.session().threads()).isEqualTo(2);
    output = folder.resolve("out/third.jsonl");
    assertThat(run("--engine", "backbone=other")).as(err).isZero();
    assertThat(opened.engine()).isEqualTo("configured,backbone=other");
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(output);
  }

  @Test
  @DisplayName("writes answers and captions anew, keeps what stood there, and leaves edits alone")
  void wordsAreWrittenAnew() throws IOException {
    assertThat(run()).as(err).isZero();
    assertThat(asked).containsExactly("1 what?", "1 and?", "1 describe the image.");
    assertThat(lines()).hasSize(3);
    assertThat(lines().get(0))
        .contains("\"content\":\"new1\"", "\"content\":\"new2\"", "<image>what?")
        .contains("\"original.2\":\"old\"", "\"original.4\":\"older\"", "../in/p.png");
    assertThat(lines().get(1))
        .contains("\"content\":\"new3\"", "here: <image>", "\"original.1\":\"draw it\"");
    assertThat(lines().get(2)).contains("make it red").doesNotContain("about");
    List<String> validate = List.of("validate", output.toString());
    assertThat(new DataCommand().run(validate, System.out, System.err)).isZero();
    try (Stream<Path> files = Files.list(output.resolveSibling(""))) {
      assertThat(files).containsExactly(output);
    }
  }

  @Test
  @DisplayName("keeps the first original when a dataset is written anew a second time")
  void firstOriginalStays() throws IOException {
    assertThat(run()).isZero();
    data = output;
    output = folder.resolve("again.jsonl");
    assertThat(run("--parts", "answers")).as(err).isZero();
    assertThat(lines().get(0)).contains("\"content\":\"new4\"", "\"original.2\":\"old\"");
    assertThat(lines().get(1)).contains("\"content\":\"new3\"");
  }

  @Test
  @DisplayName("goes on behind the last whole line after it was stopped, and asks nothing twice")
  void runsAreResumed() throws IOException {
    failsAfter = 2;
    assertThat(run()).isEqualTo(1);
    assertThat(output).doesNotExist();
    Path part = output.resolveSibling("new.jsonl.part");
    assertThat(Files.readAllLines(part)).hasSize(1);
    Files.writeString(part, "{\"images\":[", StandardOpenOption.APPEND);
    failsAfter = Integer.MAX_VALUE;
    assertThat(run()).as(err).isZero();
    assertThat(asked).containsExactly("1 what?", "1 and?", "1 describe the image.");
    assertThat(lines()).hasSize(3);
    assertThat(lines().get(1)).contains("new3");
  }

  @Test
  @DisplayName("does not mix the words of two settings: says what differs, with exit code 2")
  void otherSettingsAreRefused() {
    failsAfter = 2;
    assertThat(run()).isEqualTo(1);
    assertThat(run("--max-tokens", "7")).isEqualTo(2);
    assertThat(err).contains("512 tokens").contains("7 tokens").contains("delete");
    assertThat(err.lines()).hasSize(1);
  }

  @Test
  @DisplayName(
      "refuses to write over its input, missing pictures and broken lines, naming the line")
  void refusesBadInput() throws IOException {
    Path before = output;
    output = data;
    assertThat(run()).isEqualTo(2);
    assertThat(err).contains("another output");
    output = before;
    Files.delete(folder.resolve("in/p.png"));
    assertThat(run()).isEqualTo(2);
    assertThat(err).contains("data.jsonl:1").contains("p.png");
    Files.writeString(data, "{oops\n");
    assertThat(run("--engine", "other", "-o", folder.resolve("o.jsonl"))).isEqualTo(2);
    assertThat(run("--parts", "songs")).isEqualTo(2);
    assertThat(run("--max-tokens", "0")).isEqualTo(2);
  }
}
