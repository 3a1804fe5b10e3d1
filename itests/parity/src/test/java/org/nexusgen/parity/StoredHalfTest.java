package org.nexusgen.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.JobListener;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.ModelLibrary;
import org.nexusgen.api.weights.ModelWriter;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.golden.Golden;

@DisplayName("Decoders that are stored as f16 paint nearly the same")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoredHalfTest {
  /** Levels, on average over a picture. Measured 0.006 at most; another picture is tens away. */
  private static final double NEARLY = 0.05;

  private NexusGen nexusGen;

  @BeforeAll
  void halve(@TempDir Path model) throws IOException {
    try (Stream<Path> files = Files.walk(Golden.starter())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = model.resolve(Golden.starter().relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    halve(model, WeightSet.GENERATION_DECODER);
    halve(model, WeightSet.EDITING_DECODER);
    nexusGen = NexusGen.open(NexusGenConfig.of(model));
  }

  private static void halve(Path model, WeightSet set) {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    try (ModelFolder folder = service(ModelLibrary.class).open(model)) {
      WeightStore store = folder.weights(set);
      store.names().forEach(name -> weights.put(name, store.read(name)));
    }
    service(ModelWriter.class).write(model, set, weights, DType.F16);
  }

  private static <T> T service(Class<T> type) {
    return ServiceLoader.load(type).findFirst().orElseThrow();
  }

  @AfterAll
  void close() {
    nexusGen.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void what_is_described(int i) throws IOException {
    var wanted = Expected.json("starter/expected/expected.json").get("generate").get(i);
    Image got =
        nexusGen
            .generate(
                Requests.painting(
                    List.of(),
                    wanted.get("prompt").asText(),
                    Requests.seed(wanted.get("seed").asLong())),
                JobListener.silent(),
                new Cancellation())
            .image();
    assertNearly(got, "starter/expected/" + wanted.get("file").asText());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void what_is_edited(int i) throws IOException {
    var wanted = Expected.json("starter/expected/expected.json").get("edit").get(i);
    Image source = Expected.image("starter/expected/" + wanted.get("image").asText());
    Image got =
        nexusGen
            .edit(
                Requests.painting(
                    List.of(source),
                    wanted.get("instruction").asText(),
                    Requests.seed(wanted.get("seed").asLong())),
                JobListener.silent(),
                new Cancellation())
            .image();
    assertNearly(got, "starter/expected/" + wanted.get("file").asText());
  }

  /** Not the same to the last bit, which would mean that nothing was rounded. */
  private static void assertNearly(Image got, String file) {
    byte[] exact = Expected.image(file).dropAlpha().pixels();
    byte[] half = got.pixels();
    assertThat(half).hasSameSizeAs(exact);
    double sum = 0;
    for (int i = 0; i < exact.length; i++) {
      sum += Math.abs((exact[i] & 0xff) - (half[i] & 0xff));
    }
    assertThat(sum / exact.length).as(file).isStrictlyBetween(0.0, NEARLY);
  }
}
