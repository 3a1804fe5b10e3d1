package org.nexusgen.parity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.JobListener;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.Painting;
import org.nexusgen.api.TokenOptions;
import org.nexusgen.api.UnderstandingRequest;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.golden.Golden;

/** From request to result, all parts one behind the other: their errors add up here. */
@DisplayName("On 16-bit floats with islands of 32, the starter")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HalfRoadTest {
  /** Cases of each job; all of them with {@code -Dprecision.cases=5}. */
  private static final int CASES = Integer.getInteger("precision.cases", 2);

  private final List<String> report = new ArrayList<>();
  private NexusGen nexusGen;
  private Map<String, Tensor> tensors;
  private JsonNode expected;

  @BeforeAll
  void open() throws IOException {
    nexusGen = NexusGen.open(NexusGenConfig.of(Golden.starter()).withEngine(HalfEngine.NAME));
    tensors = Expected.tensors("starter/expected/expected.safetensors");
    expected = Expected.json("starter/expected/expected.json");
    report.add("| picture | embeddings | conditioning | latents | picture, dB |");
    report.add("| --- | --- | --- | --- | --- |");
  }

  @AfterAll
  void close() throws IOException {
    nexusGen.close();
    Files.write(Path.of("target", "half-road.md"), report);
  }

  @Test
  @DisplayName("answers with the reference's words")
  void answers() {
    for (JsonNode question : expected.get("understand")) {
      assertThat(
              nexusGen
                  .understand(
                      new UnderstandingRequest(
                          List.of(
                              Expected.image("starter/expected/" + question.get("image").asText())),
                          question.get("question").asText(),
                          TokenOptions.model()),
                      JobListener.silent(),
                      new Cancellation())
                  .text())
          .as(question.get("question").asText())
          .isEqualTo(question.get("answer").asText());
    }
  }

  @Test
  @DisplayName("generates the reference's pictures, but for what nobody sees")
  void generated() {
    for (int i = 0; i < CASES; i++) {
      JsonNode description = expected.get("generate").get(i);
      check(
          description,
          nexusGen.generate(
              Requests.painting(
                  List.of(),
                  description.get("prompt").asText(),
                  Requests.seed(description.get("seed").asLong())),
              JobListener.silent(),
              new Cancellation()));
    }
  }

  @Test
  @DisplayName("edits to the reference's pictures, but for what nobody sees")
  void edited() {
    for (int i = 0; i < CASES; i++) {
      JsonNode instruction = expected.get("edit").get(i);
      check(
          instruction,
          nexusGen.edit(
              Requests.painting(
                  List.of(Expected.image("starter/expected/" + instruction.get("image").asText())),
                  instruction.get("instruction").asText(),
                  Requests.seed(instruction.get("seed").asLong())),
              JobListener.silent(),
              new Cancellation()));
    }
  }

  private void check(JsonNode wanted, Painting painting) {
    String file = wanted.get("file").asText();
    String name = file.replace(".png", "");
    Map<String, Tensor> steps = painting.report().tensors();
    double embeddings = error(steps, name, "image_embeddings");
    double conditioning = error(steps, name, "conditioning");
    double latents = error(steps, name, "final_latents");
    double decibels =
        psnr(painting.image(), Expected.image("starter/expected/" + file).dropAlpha());
    report.add(
        String.format(
            Locale.ROOT,
            "| %s | %.1e | %.1e | %.1e | %.1f |",
            name,
            embeddings,
            conditioning,
            latents,
            decibels));
    double coarse = HalfEngine.coarseness();
    assertThat(embeddings).as("%s embeddings", name).isPositive().isLessThan(1.5e-3 * coarse);
    assertThat(conditioning).as("%s conditioning", name).isLessThan(2e-3 * coarse);
    assertThat(latents).as("%s latents", name).isLessThan(1e-3 * coarse);
    assertThat(decibels).as("%s picture", name).isGreaterThan(60 - 20 * Math.log10(coarse));
  }

  private double error(Map<String, Tensor> steps, String name, String stage) {
    return PrecisionEngine.error(
        Expected.tensor(steps, stage).floats(),
        Expected.tensor(tensors, name + "." + stage).floats());
  }

  /** Peak signal to noise of 8-bit values, in decibels. */
  private static double psnr(Image got, Image wanted) {
    double squares = 0;
    byte[] a = got.pixels();
    byte[] b = wanted.pixels();
    assertThat(a).hasSameSizeAs(b);
    for (int i = 0; i < a.length; i++) {
      squares += Math.pow((a[i] & 0xff) - (b[i] & 0xff), 2);
    }
    return 10 * Math.log10(255.0 * 255.0 * a.length / Math.max(squares, 1));
  }
}
