package org.nexusgen.encoder.qwen;

import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.image.ImageFiles;
import org.nexusgen.api.image.ImageResizer;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.vision.ImageGrid;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.ModelLibrary;
import org.nexusgen.api.weights.TensorFiles;
import org.nexusgen.golden.Golden;

/** The services and files that the tests share. */
final class Fixtures {
  static final ImageFiles IMAGES = service(ImageFiles.class);
  static final ImageResizer RESIZER = service(ImageResizer.class);
  static final Engine ENGINE = service(Engine.class);
  private static final ModelLibrary MODELS = service(ModelLibrary.class);
  private static final TensorFiles TENSORS = service(TensorFiles.class);

  private Fixtures() {}

  private static <S> S service(Class<S> type) {
    return ServiceLoader.load(type).findFirst().orElseThrow();
  }

  static Image image(String path) {
    return IMAGES.read(Golden.path(path));
  }

  static Map<String, Tensor> tensors(String path) {
    return TENSORS.read(Golden.path(path));
  }

  static ModelFolder golden() {
    return MODELS.open(Golden.path("ar/checkpoint"));
  }

  static ModelFolder model(Path folder) {
    return MODELS.open(folder);
  }

  static PartContext context(ModelFolder model) {
    return new PartContext(model, ENGINE, SessionSettings.standard().withThreads(1));
  }

  /** The image of a stored {@code image_grid_thw} tensor. */
  static ImageGrid grid(Tensor stored, int image) {
    long[] values = stored.longs();
    return new ImageGrid(
        (int) values[3 * image], (int) values[3 * image + 1], (int) values[3 * image + 2]);
  }
}
