package org.nexusgen.backbone.qwen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.StreamSupport;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.image.ImageFiles;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.vision.ImageRoute;
import org.nexusgen.api.vision.VisionEncoder;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.ModelLibrary;
import org.nexusgen.api.weights.TensorFiles;
import org.nexusgen.golden.Golden;

/** Models, engine and golden files of the tests. */
final class GoldenModel {
  private GoldenModel() {}

  static <T> T service(Class<T> type) {
    return ServiceLoader.load(type).findFirst().orElseThrow();
  }

  static Engine engine() {
    return service(Engine.class);
  }

  static ModelFolder open(Path folder) {
    return service(ModelLibrary.class).open(folder);
  }

  static ModelFolder checkpoint() {
    return open(Golden.path("ar/checkpoint"));
  }

  static PartContext context(ModelFolder folder) {
    return new PartContext(folder, engine(), SessionSettings.standard().withThreads(1));
  }

  /** A picture on its way into an editing prompt. */
  static ImageEmbedding encode(Path picture, PartContext context) {
    try (VisionEncoder encoder = service(VisionEncoder.Provider.class).open(context)) {
      return encoder
          .encode(List.of(service(ImageFiles.class).read(picture)), ImageRoute.EDITING)
          .embeddings()
          .get(0);
    }
  }

  static Map<String, Tensor> tensors(String path) {
    return service(TensorFiles.class).read(Golden.path(path));
  }

  static JsonNode json(String path) {
    try {
      return new ObjectMapper().readTree(Golden.path(path).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static int[] ints(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).mapToInt(JsonNode::asInt).toArray();
  }
}
