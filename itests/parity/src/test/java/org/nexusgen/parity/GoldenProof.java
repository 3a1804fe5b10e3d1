package org.nexusgen.parity;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
  private final String engine;
  private final double limit;
  private final ProofItems items;

  GoldenProof(String engine, double limit, ProofItems items) {
    this.engine = engine;
    this.limit = limit;
    this.items = items;
  }

  /** All of the starter's pictures; the reference's own intermediates lie beside it. */
  void starter() throws IOException {
    JsonNode expected = Expected.json("starter/expected/expected.json");
    Map<String, Tensor> tensors = Expected.tensors("starter/expected/expected.safetensors");
    try (NexusGen nexusGen = open("starter")) {
      for (JsonNode one : expected.get("generate")) {
        items.run(
            "starter, " + name(one),
            () -> compare(one, paint(nexusGen, one, "prompt", List.of()), tensors));
      }
      for (JsonNode one : expected.get("edit")) {
        Image source = Expected.image("starter/expected/" + one.get("image").asText());
        items.run(
            "starter, " + name(one),
            () -> compare(one, paint(nexusGen, one, "instruction", List.of(source)), tensors));
      }
    }
  }

  private static String name(JsonNode request) {
    return request.get("file").asText().replace(".png", "");
  }

  private NexusGen open(String golden) {
    return NexusGen.open(NexusGenConfig.of(Golden.path(golden)).withEngine(engine));
  }

  private static Painting paint(
      NexusGen nexusGen, JsonNode request, String key, List<Image> sources) {
    var asked =
        Requests.painting(
            sources, request.get(key).asText(), Requests.seed(request.get("seed").asLong()));
    return sources.isEmpty()
        ? nexusGen.generate(asked, JobListener.silent(), new Cancellation())
        : nexusGen.edit(asked, JobListener.silent(), new Cancellation());
  }

  private void compare(JsonNode request, Painting painting, Map<String, Tensor> tensors) {
    String name = name(request);
    for (String stage : List.of("image_embeddings", "conditioning", "final_latents")) {
      items.add(
          new ProofRow(
              "starter, " + name,
              stage,
              "the reference's values",
              difference(
                  Expected.tensor(tensors, name + "." + stage),
                  Expected.tensor(painting.report().tensors(), stage)),
              limit));
    }
  }

  /** One picture of the shipped model, which has no reference but ONNX Runtime in float32. */
  void mini() {
    items.run("mini, a red circle", this::paintMini);
  }

  private void paintMini() {
    List<Map<String, Tensor>> results = new ArrayList<>();
    for (String name : List.of(NexusGenConfig.DEFAULT_ENGINE, engine)) {
      NexusGenConfig config = NexusGenConfig.of(Golden.shippedModel()).withEngine(name);
      try (NexusGen nexusGen = NexusGen.open(config)) {
        results.add(
            nexusGen
                .generate(
                    Requests.painting(List.of(), "a red circle", Requests.seed(1)),
                    JobListener.silent(),
                    new Cancellation())
                .report()
                .tensors());
      }
    }
    for (String stage : List.of("image_embeddings", "conditioning", "final_latents")) {
      items.add(
          new ProofRow(
              "mini, a red circle",
              stage,
              "ONNX Runtime, float32",
              difference(
                  Expected.tensor(results.get(0), stage), Expected.tensor(results.get(1), stage)),
              limit));
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
