package org.nexusgen.training.loss;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.TrainableBackbone;
import org.nexusgen.api.train.TrainableBackbone.Batch;
import org.nexusgen.api.train.TrainableBackbone.ImageInputs;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.ModelLibrary;
import org.nexusgen.api.weights.TensorFiles;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.golden.Golden;
import org.nexusgen.golden.GoldenTraining;

/** The reference's training of its small backbone. */
final class GoldenBackbone implements AutoCloseable {
  static final int IMAGE_PAD = 512;

  final ModelFolder folder = service(ModelLibrary.class).open(Golden.path("ar/checkpoint"));
  final TrainableBackbone backbone = service(TrainableBackbone.Provider.class).open(folder);
  private final GoldenTraining golden =
      new GoldenTraining(service(TensorFiles.class).read(Golden.path(GoldenTraining.FILE)));

  static <T> T service(Class<T> type) {
    return ServiceLoader.load(type).findFirst().orElseThrow();
  }

  Batch batch() {
    return backbone.batch(golden.sequences(), ImageInputs.PREFILL);
  }

  Tensor tensor(String name) {
    return golden.tensor(name);
  }

  /** Losses, norms and what was done. */
  JsonNode json() {
    try {
      return new ObjectMapper().readTree(Golden.path("ar/train/train.json").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The checkpoint's weights that the backbone has. */
  Map<String, Tensor> weights() {
    WeightStore store = folder.weights(WeightSet.BACKBONE);
    Map<String, Tensor> weights = new LinkedHashMap<>();
    backbone
        .initialWeights()
        .forEach(weight -> weights.put(weight.name(), store.read(weight.name())));
    return weights;
  }

  @Override
  public void close() {
    folder.close();
  }
}
