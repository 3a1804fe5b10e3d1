package org.nexusgen.training.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.ToIntFunction;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.TrainableProjector;
import org.nexusgen.api.train.TrainableVisionDecoder;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.ModelLibrary;
import org.nexusgen.api.weights.TensorFiles;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.golden.Golden;

/** The reference's training steps: its two decoders, what they learned from, what came out. */
final class GoldenFlow implements AutoCloseable {
  private static final double GUIDANCE = 3.5;
  private static final int CONTEXT_WIDTH = 64;

  private final DecodingTask task;
  private final ModelFolder model;
  private final RectifiedFlowLoss loss;
  private final JsonNode expected;
  private final Map<String, Tensor> tensors = read("decoder/training/training.safetensors");
  private final Tensor pooled = get(read("decoder/clip/clip.safetensors"), "empty_pooled");

  /**
   * @param folder to describe the reference's networks in: its checkpoint holds weights alone
   */
  GoldenFlow(DecodingTask task, Path folder) throws IOException {
    this.task = task;
    this.model = library().open(Golden.path("decoder/checkpoint"));
    this.expected =
        new ObjectMapper()
            .readTree(Golden.path("decoder/training/training.json").toFile())
            .get(word());
    try (ModelFolder described = describe(folder)) {
      this.loss =
          new RectifiedFlowLoss(
              only(TrainableProjector.Provider.class, p -> p.task().ordinal()).open(described),
              only(TrainableVisionDecoder.Provider.class, p -> p.task().ordinal()).open(described));
    }
  }

  private ModelFolder describe(Path folder) throws IOException {
    Files.copy(Golden.path("decoder/checkpoint/config.json"), folder.resolve("config.json"));
    Files.createDirectories(folder.resolve("transformer"));
    Files.writeString(
        folder.resolve("transformer/config.json"),
        """
        {"num_layers": %d, "num_single_layers": 1, "attention_head_dim": 128,
         "num_attention_heads": 1, "in_channels": 64, "joint_attention_dim": %d,
         "pooled_projection_dim": 16, "guidance_embeds": true}
        """
            .formatted(task == DecodingTask.GENERATION ? 2 : 1, CONTEXT_WIDTH));
    return library().open(folder);
  }

  private <P> P only(Class<P> type, ToIntFunction<P> taskOf) {
    return ServiceLoader.load(type).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> taskOf.applyAsInt(provider) == task.ordinal())
        .findFirst()
        .orElseThrow();
  }

  /** As the files abbreviate the task. */
  String word() {
    return switch (task) {
      case GENERATION -> "gen";
      case EDITING -> "edit";
    };
  }

  RectifiedFlowLoss loss() {
    return loss;
  }

  /** Everything that is known of one step. */
  JsonNode step(int id) {
    return expected.get("timestep_id_" + id);
  }

  JsonNode expected() {
    return expected;
  }

  boolean has(String name) {
    return tensors.containsKey(word() + "." + name);
  }

  Tensor tensor(String name) {
    return get(tensors, word() + "." + name);
  }

  /** The same pictures as often as there are timesteps. */
  Map<String, Tensor> inputs(Timestep... timesteps) {
    List<List<ImageEmbedding>> embeddings = new ArrayList<>();
    for (int i = 0; i < timesteps.length; i++) {
      embeddings.add(embeddings());
    }
    RectifiedFlowLoss.Batch batch =
        new RectifiedFlowLoss.Batch(
            embeddings,
            repeated(get(tensors, "latents"), timesteps.length),
            repeated(get(tensors, "noise"), timesteps.length),
            List.of(timesteps));
    return loss.inputs(batch, GUIDANCE, pooled);
  }

  private List<ImageEmbedding> embeddings() {
    ImageEmbedding target = embedding(get(tensors, "embed"), 9);
    return task == DecodingTask.EDITING
        ? List.of(target, embedding(get(tensors, "ref_embed"), 18))
        : List.of(target);
  }

  private static ImageEmbedding embedding(Tensor values, int side) {
    return new ImageEmbedding(values.reshape((long) side * side, CONTEXT_WIDTH), side, side);
  }

  private static Tensor repeated(Tensor one, int times) {
    float[] values = one.floats();
    float[] all = new float[times * values.length];
    for (int i = 0; i < times; i++) {
      System.arraycopy(values, 0, all, i * values.length, values.length);
    }
    long[] shape = one.shape().toArray();
    shape[0] = times;
    return Tensor.of(all, shape);
  }

  WeightStore store() {
    return model.weights(loss.decoder().weightSet());
  }

  Map<String, Tensor> weights() {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    store().names().forEach(name -> weights.put(name, store().read(name)));
    return weights;
  }

  static Map<String, Tensor> read(String file) {
    return ServiceLoader.load(TensorFiles.class).findFirst().orElseThrow().read(Golden.path(file));
  }

  static Tensor get(Map<String, Tensor> tensors, String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalStateException("no golden tensor '" + name + "'");
    }
    return tensor;
  }

  private static ModelLibrary library() {
    return ServiceLoader.load(ModelLibrary.class).findFirst().orElseThrow();
  }

  @Override
  public void close() {
    model.close();
  }
}
