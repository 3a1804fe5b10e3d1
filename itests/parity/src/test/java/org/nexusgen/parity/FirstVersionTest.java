package org.nexusgen.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.JobListener;
import org.nexusgen.api.MemoryPlan;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.Painting;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.ModelLibrary;
import org.nexusgen.api.weights.TensorFiles;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.golden.Golden;
import org.nexusgen.pipeline.NexusGenAssembler;

/** The starter in the first version's layout: its generation decoder is the only one. */
@DisplayName("Nexus-Gen V1, with one decoder and no merger,")
class FirstVersionTest {
  private static final int STEPS = 4;

  @TempDir static Path model;

  @BeforeAll
  static void write() throws IOException {
    try (Stream<Path> files = Files.walk(Golden.starter())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = model.resolve(Golden.starter().relativize(file));
        Files.createDirectories(copy.getParent());
        if (!file.getFileName().toString().endsWith("_decoder.safetensors")) {
          Files.copy(file, copy);
        }
      }
    }
    Map<String, Tensor> flat = new LinkedHashMap<>();
    try (ModelFolder starter = Services.only(ModelLibrary.class).open(Golden.starter())) {
      WeightStore decoder = starter.weights(WeightSet.GENERATION_DECODER);
      for (String name : decoder.names()) {
        flat.put(name.substring(name.indexOf('.') + 1), decoder.read(name)); // adapter., dit.
      }
    }
    Path file = model.resolve("decoder_81_512.safetensors");
    Services.only(TensorFiles.class).write(file, flat, Map.of());
  }

  @Test
  @DisplayName("is planned with the projector that feeds both tasks")
  void planned() {
    MemoryPlan plan = new NexusGenAssembler().plan(NexusGenConfig.of(model));
    assertThat(plan.failed()).isEmpty();
    assertThat(plan.parts())
        .extracting(MemoryPlan.Part::name)
        .contains("projector generation", "decoder generation", "decoder editing")
        .doesNotContain("projector editing");
  }

  @Test
  @DisplayName("edits from the backbone's embeddings alone, as its decoder takes no picture")
  void edits() {
    Painting edited = edit(model, DecodingTask.EDITING);
    Painting wanted = edit(Golden.starter(), DecodingTask.GENERATION);
    for (String tensor : List.of("image_embeddings", "conditioning", "final_latents")) {
      Expected.assertClose(
          Expected.tensor(edited.report().tensors(), tensor),
          Expected.tensor(wanted.report().tensors(), tensor),
          1e-6,
          tensor);
    }
  }

  private static Painting edit(Path folder, DecodingTask task) {
    try (NexusGen nexusGen = NexusGen.open(NexusGenConfig.of(folder))) {
      return nexusGen.edit(
          Requests.painting(
              List.of(Expected.image("starter/expected/scene_2.png")),
              "change the background to white",
              Requests.decoding(72, 72, STEPS, 1.0, 42, task).options()),
          JobListener.silent(),
          new Cancellation());
    }
  }
}
