package org.nexusgen.parity;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.JobListener;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.Painting;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.golden.Golden;

/** Small models on an engine: the starter against the reference's values, mini against float32. */
final class GoldenProof {
  private static final double NANOS = 1e6;

  private final String engine;
  private final double limit;
  private final Consumer<ProofRow> rows;

  GoldenProof(String engine, double limit, Consumer<ProofRow> rows) {
    this.engine = engine;
    this.limit = limit;
    this.rows = rows;
  }

  /** All of the starter's pictures; the reference's own intermediates lie beside it. */
  void starter() throws IOException {
    JsonNode expected = Expected.json("starter/expected/expected.json");
    Map<String, Tensor> tensors = Expected.tensors("starter/expected/expected.safetensors");
    try (NexusGen nexusGen = open("starter")) {
      for (JsonNode one : expected.get("generate")) {
        compare(one, paint(nexusGen, one, "prompt", List.of()), tensors);
      }
      for (JsonNode one : expected.get("edit")) {
        Image source = Expected.image("starter/expected/" + one.get("image").asText());
        compare(one, paint(nexusGen, one, "instruction", List.of(source)), tensors);
      }
    }
  }

  private NexusGen open(String golden) {
    return NexusGen.open(NexusGenConfig.of(Golden.path(golden)).withEngine(engine));
  }

  private record Timed(Painting painting, double milliseconds) {}

  private static Timed paint(NexusGen nexusGen, JsonNode request, String key, List<Image> sources) {
    long start = System.nanoTime();
    var asked =
        Requests.painting(
            sources, request.get(key).asText(), Requests.seed(request.get("seed").asLong()));
    Painting painting =
        sources.isEmpty()
            ? nexusGen.generate(asked, JobListener.silent(), new Cancellation())
            : nexusGen.edit(asked, JobListener.silent(), new Cancellation());
    return new Timed(painting, (System.nanoTime() - start) / NANOS);
  }

  private void compare(JsonNode request, Timed timed, Map<String, Tensor> tensors) {
    String name = request.get("file").asText().replace(".png", "");
    for (String stage : List.of("image_embeddings", "conditioning", "final_latents")) {
      rows.accept(
          new ProofRow(
              "starter, " + name,
              stage,
              "the reference's values",
              difference(
                  Expected.tensor(tensors, name + "." + stage),
                  Expected.tensor(timed.painting().report().tensors(), stage)),
              limit,
              Double.NaN,
              timed.milliseconds()));
    }
  }

  /** One picture of the shipped model, which has no reference but ONNX Runtime in float32. */
  void mini() {
    List<Map<String, Tensor>> results = new ArrayList<>();
    double milliseconds = 0;
    for (String name : List.of(NexusGenConfig.DEFAULT_ENGINE, engine)) {
      NexusGenConfig config = NexusGenConfig.of(Golden.shippedModel()).withEngine(name);
      try (NexusGen nexusGen = NexusGen.open(config)) {
        long start = System.nanoTime();
        results.add(
            nexusGen
                .generate(
                    Requests.painting(List.of(), "a red circle", Requests.seed(1)),
                    JobListener.silent(),
                    new Cancellation())
                .report()
                .tensors());
        milliseconds = (System.nanoTime() - start) / NANOS;
      }
    }
    for (String stage : List.of("image_embeddings", "conditioning", "final_latents")) {
      rows.accept(
          new ProofRow(
              "mini, a red circle",
              stage,
              "ONNX Runtime, float32",
              difference(
                  Expected.tensor(results.get(0), stage), Expected.tensor(results.get(1), stage)),
              limit,
              Double.NaN,
              milliseconds));
    }
  }

  /** Largest difference, relative to the largest value or 1. */
  private static double difference(Tensor wanted, Tensor got) {
    float[] a = wanted.floats();
    float[] b = got.floats();
    if (a.length != b.length) {
      return Double.NaN;
    }
    double scale = 1;
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      scale = Math.max(scale, Math.abs(a[i]));
      double one = Math.abs((double) a[i] - b[i]);
      largest = Double.isNaN(one) ? Double.NaN : Math.max(largest, one);
    }
    return largest / scale;
  }
}
