package org.nexusgen.decoder.preview;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.decode.Projector;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.image.ImageResizer;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.FittedPart;
import org.nexusgen.api.vision.VisionEncoder;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.ModelLibrary;
import org.nexusgen.api.weights.TensorFiles;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Makes the file that a model's previews need, with the model's own encoder and projectors. */
@Component(service = FittedPart.class)
public final class PreviewFitting implements FittedPart {
  private final List<Engine> engines;
  private final List<VisionEncoder.Provider> encoders;
  private final List<Projector.Provider> projectors;
  private final ModelLibrary models;
  private final ImageResizer resizer;
  private final TensorFiles files;

  @Activate
  public PreviewFitting(
      @Reference List<Engine> engines,
      @Reference List<VisionEncoder.Provider> encoders,
      @Reference List<Projector.Provider> projectors,
      @Reference ModelLibrary models,
      @Reference ImageResizer resizer,
      @Reference TensorFiles files) {
    this.engines = engines;
    this.encoders = encoders;
    this.projectors = projectors;
    this.models = models;
    this.resizer = resizer;
    this.files = files;
  }

  /** With the services that the service loader finds. */
  public PreviewFitting() {
    this(
        Found.all(Engine.class),
        Found.all(VisionEncoder.Provider.class),
        Found.all(Projector.Provider.class),
        Found.only(ModelLibrary.class),
        Found.only(ImageResizer.class),
        Found.only(TensorFiles.class));
  }

  @Override
  public String name() {
    return PreviewMap.NAME;
  }

  @Override
  public Path fit(Path model, List<Image> pictures) {
    Path file = model.resolve(PreviewMap.FILE);
    write(model, pictures, PreviewOptions.USUAL_SIDE, file);
    return file;
  }

  void write(Path folder, List<Image> pictures, int side, Path file) {
    LinkedHashMap<String, Tensor> tensors = new LinkedHashMap<>();
    try (ModelFolder model = models.open(folder)) {
      PartContext context = new PartContext(model, engine(), SessionSettings.standard());
      try (VisionEncoder encoder = encoder().open(context)) {
        PreviewFit fit = new PreviewFit(encoder, resizer, side);
        for (Projector.Provider provider : projectors) {
          try (Projector projector = provider.open(context)) {
            fit.fit(pictures, provider.task(), projector).store(provider.task(), tensors);
          }
        }
      }
    }
    files.write(file, tensors, Map.of("made_from", pictures.size() + " pictures"));
  }

  private Engine engine() {
    return engines.stream()
        .findFirst()
        .orElseThrow(() -> new NexusGenException("preview: no engine is installed"));
  }

  private VisionEncoder.Provider encoder() {
    return encoders.stream()
        .max(Comparator.comparingInt(VisionEncoder.Provider::ranking))
        .orElseThrow(() -> new NexusGenException("preview: no vision encoder is installed"));
  }
}
