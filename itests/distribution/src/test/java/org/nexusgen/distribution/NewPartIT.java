package org.nexusgen.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.command.CommandLine;
import org.nexusgen.api.decode.Projector;
import org.nexusgen.api.sampling.NoiseSource;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.text.TextEncoder;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.contracts.BareModel;
import org.nexusgen.launcher.Installation;
import org.nexusgen.launcher.Platform;
import org.nexusgen.launcher.bundles.InstalledBundle;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

@DisplayName("A project that 'nexusgen parts new' wrote, for a part that is a")
class NewPartIT {
  private static final String NAME = "soft-light";
  private static final String BUNDLE = "com.acme.soft-light";
  private static final int WIDTH = 4;

  private static final PartContext BARE =
      BareModel.context(Map.of("config.json", Map.of("hidden_size", WIDTH)));

  @TempDir static Path temp;

  private static Platform platform;
  private static String model = "";

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    Shipped shipped = Shipped.unpack(temp);
    platform =
        Platform.start(
            new Installation(shipped.home()), temp.resolve("storage"), temp.resolve("data"));
    model = shipped.model().toString();
    assertThat(command(generate())).isZero();
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  private static String[] generate() {
    return new String[] {
      "generate", "--model", model, "a red circle", "--steps", "2", "-o", picture()
    };
  }

  private static String picture() {
    return temp.resolve("circle.png").toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sampler",
        "noise",
        "token-sampler",
        "vision-encoder",
        "vision-decoder",
        "projector",
        "text-encoder",
        "backbone"
      })
  @DisplayName("compiles without a warning, keeps its contract, installs and works:")
  void wholeLife(String kind) throws Exception {
    Path folder = temp.resolve(kind).resolve(NAME);
    assertThat(temp.resolve(kind).toFile().mkdir()).isTrue();
    assertThat(
            command("parts", "new", kind, NAME, "--package", "com.acme", "-o", folder.toString()))
        .isZero();
    NewPart part = new NewPart(folder);
    part.compiled();

    TestExecutionSummary tests = part.tested();
    assertThat(tests.getFailures()).isEmpty();
    assertThat(tests.getTestsSucceededCount()).isPositive();

    InstalledBundle installed = platform.installed().install(part.packed().toString());
    try {
      assertThat(installed.name()).isEqualTo(BUNDLE);
      assertThat(installed.state()).isEqualTo("active");
      assertThat(platform.settings().effective().settings())
          .anyMatch(one -> one.definition().name().part().equals(BUNDLE));
      assertThat(works(kind)).isTrue();
    } finally {
      platform.installed().uninstall(BUNDLE);
    }
  }

  private static boolean works(String kind) throws InvalidSyntaxException {
    String[] generate = generate();
    String[] understand = {
      "understand", "--model", model, "--image", picture(), "describe the image."
    };
    return switch (kind) {
      case "sampler" -> command(Shipped.with(generate, "--sampler", NAME)) == 0;
      case "vision-decoder" -> command(Shipped.with(generate, "--decoder", NAME)) == 0;
      case "vision-encoder" -> command(Shipped.with(understand, "--encoder", NAME)) == 0;
      case "backbone" -> command(Shipped.with(understand, "--backbone", NAME)) == 0;
      case "token-sampler" -> command(Shipped.with(understand, "--token-sampler", NAME)) == 0;
      case "noise" -> service(NoiseSource.class).normal(1, 3).length == 3;
      case "projector" -> projects(service(Projector.Provider.class));
      case "text-encoder" -> encodes(service(TextEncoder.Provider.class));
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private static boolean projects(Projector.Provider provider) {
    ImageEmbedding target = new ImageEmbedding(Tensor.of(new float[WIDTH], 1, WIDTH), 1, 1);
    try (Projector projector = provider.open(BARE)) {
      return projector.project(target, List.of()).groups().size() == 1;
    }
  }

  private static boolean encodes(TextEncoder.Provider provider) {
    try (TextEncoder encoder = provider.open(BARE)) {
      return encoder.encode("a star").tokens().isPresent();
    }
  }

  private static <S> S service(Class<S> type) throws InvalidSyntaxException {
    ServiceReference<S> found =
        platform.context().getServiceReferences(type, "(name=" + NAME + ")").stream()
            .findFirst()
            .orElseThrow();
    return platform.context().getService(found);
  }

  private static int command(String... arguments) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    CommandLine commands = platform.service(CommandLine.class);
    int code =
        commands.run(Stream.of(arguments).toList(), InputStream.nullInputStream(), out, out, false);
    assertThat(code).as(said.toString(StandardCharsets.UTF_8)).isZero();
    return code;
  }
}
