package org.nexusgen.training.stage;

import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.NexusGenFactory;
import org.nexusgen.api.SoundServices;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.FigurePart;
import org.nexusgen.api.image.ImageResizer;
import org.nexusgen.api.text.Tokenizer;
import org.nexusgen.api.train.CurvePlot;
import org.nexusgen.api.train.FittedPart;
import org.nexusgen.api.train.LabelledPictures;
import org.nexusgen.api.train.SampleSource;
import org.nexusgen.api.train.TrainableAutoencoder;
import org.nexusgen.api.train.TrainableBackbone;
import org.nexusgen.api.train.TrainableProjector;
import org.nexusgen.api.train.TrainableVisionDecoder;
import org.nexusgen.api.train.TrainableVisionEncoder;
import org.nexusgen.api.train.TrainingEngine;
import org.nexusgen.api.vision.VisionEncoder;
import org.nexusgen.api.weights.AdapterFiles;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.ModelLibrary;
import org.nexusgen.api.weights.ModelWriter;
import org.nexusgen.api.weights.TensorFiles;

/** What trainings are made of, as the container or the service loader gives it. */
public record Services(
    Supplier<List<NexusGenFactory>> factories,
    List<TrainingEngine> trainingEngines,
    List<Engine> engines,
    List<TrainableAutoencoder.Provider> autoencoders,
    List<TrainableVisionEncoder.Provider> trainableVisionEncoders,
    List<TrainableBackbone.Provider> backbones,
    List<TrainableProjector.Provider> projectors,
    List<TrainableVisionDecoder.Provider> decoders,
    List<VisionEncoder.Provider> visionEncoders,
    List<Tokenizer.Provider> tokenizers,
    List<SampleSource.Provider> sources,
    List<LabelledPictures> worlds,
    ModelLibrary models,
    ModelWriter modelWriter,
    AdapterFiles adapterFiles,
    TensorFiles tensorFiles,
    ImageResizer resizer,
    List<CurvePlot> plots,
    List<FittedPart> fitted) {
  /** Those that the service loader finds. */
  public static Services loaded() {
    return new Services(
        () -> all(NexusGenFactory.class),
        all(TrainingEngine.class),
        all(Engine.class),
        all(TrainableAutoencoder.Provider.class),
        all(TrainableVisionEncoder.Provider.class),
        all(TrainableBackbone.Provider.class),
        all(TrainableProjector.Provider.class),
        all(TrainableVisionDecoder.Provider.class),
        all(VisionEncoder.Provider.class),
        all(Tokenizer.Provider.class),
        all(SampleSource.Provider.class),
        all(LabelledPictures.class),
        first(all(ModelLibrary.class), "model library"),
        first(all(ModelWriter.class), "writer of models"),
        first(all(AdapterFiles.class), "reader of adapters"),
        first(all(TensorFiles.class), "reader of tensors"),
        first(all(ImageResizer.class), "resizer of pictures"),
        all(CurvePlot.class),
        all(FittedPart.class));
  }

  /**
   * An engine that trains.
   *
   * @param name of it; empty for any
   */
  public TrainingEngine trainingEngine(String name) {
    return named(trainingEngines, TrainingEngine::name, name, "training engine");
  }

  /**
   * The engine of a part that is not trained: the one that is configured for it, as when the model
   * is used; without a pipeline, the default one.
   *
   * @throws BadInputException if it is not installed or cannot run here
   */
  public Engine engine(FigurePart part, ModelFolder model) {
    NexusGenConfig config =
        factories.get().stream()
            .findFirst()
            .map(factory -> factory.configured(model.root()))
            .orElseGet(() -> NexusGenConfig.of(model.root()));
    return config.engines().of(part, engines);
  }

  /** The vision encoder that ranks first, as for a request that names none. */
  public VisionEncoder.Provider visionEncoder() {
    return first(
        visionEncoders.stream()
            .sorted(Comparator.comparingInt((VisionEncoder.Provider one) -> -one.ranking()))
            .toList(),
        "vision encoder");
  }

  public TrainableProjector.Provider projector(DecodingTask task) {
    return first(
        projectors.stream().filter(one -> one.task() == task).toList(), "trainable projector");
  }

  public TrainableVisionDecoder.Provider decoder(DecodingTask task) {
    return first(decoders.stream().filter(one -> one.task() == task).toList(), "trainable decoder");
  }

  /**
   * Opens where samples come from.
   *
   * @throws BadInputException if nobody knows the source
   */
  public SampleSource source(String source, SampleSource.Split split, long seed) {
    return sources.stream()
        .filter(provider -> provider.knows(source))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException(
                    "source '%s': no such file, and no world of this name is installed"
                        .formatted(source)))
        .open(source, split, seed);
  }

  /** The first of some services. */
  public static <T> T first(List<T> services, String what) {
    return services.stream()
        .findFirst()
        .orElseThrow(() -> new NexusGenException("no " + what + " is installed"));
  }

  /** A service by its name; the first one if no name is given. */
  public static <T> T named(
      List<T> services, Function<T, String> naming, String name, String what) {
    if (name.isEmpty()) {
      return first(services, what);
    }
    return services.stream()
        .filter(service -> naming.apply(service).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException(
                    "unknown %s '%s'; installed: %s"
                        .formatted(
                            what,
                            name,
                            services.stream().map(naming).collect(Collectors.joining(", ")))));
  }

  private static <T> List<T> all(Class<T> service) {
    return SoundServices.of(ServiceLoader.load(service), failure -> {});
  }
}
