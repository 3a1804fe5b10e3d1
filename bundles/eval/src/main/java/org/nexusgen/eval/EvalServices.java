package org.nexusgen.eval;

import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.NexusGenFactory;
import org.nexusgen.api.PartProvider;
import org.nexusgen.api.backbone.AutoregressiveBackbone;
import org.nexusgen.api.backbone.TokenSampler;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.image.ImageFiles;
import org.nexusgen.api.text.Tokenizer;
import org.nexusgen.api.train.CurvePlot;
import org.nexusgen.api.train.SampleScorer;
import org.nexusgen.api.train.SampleSource;
import org.nexusgen.api.train.TrainableAutoencoder;
import org.nexusgen.api.train.TrainableBackbone;

/** The services that exams need, as the container or the service loader gives them. */
record EvalServices(
    NexusGenFactory models,
    List<Engine> engines,
    List<SampleSource.Provider> sources,
    List<SampleScorer> scorers,
    List<TrainableAutoencoder.Provider> autoencoders,
    List<ImageFiles> images,
    List<CurvePlot> plots,
    BackboneServices backbone) {

  static EvalServices loaded() {
    return new EvalServices(
        all(NexusGenFactory.class).stream()
            .findFirst()
            .orElseThrow(() -> new NexusGenException("no pipeline is installed")),
        all(Engine.class),
        all(SampleSource.Provider.class),
        all(SampleScorer.class),
        all(TrainableAutoencoder.Provider.class),
        all(ImageFiles.class),
        all(CurvePlot.class),
        new BackboneServices(
            all(Tokenizer.Provider.class),
            all(AutoregressiveBackbone.Provider.class),
            all(TrainableBackbone.Provider.class),
            all(TokenSampler.class)));
  }

  /** What the experiments with the backbone alone need. */
  record BackboneServices(
      List<Tokenizer.Provider> tokenizers,
      List<AutoregressiveBackbone.Provider> backbones,
      List<TrainableBackbone.Provider> trainables,
      List<TokenSampler> samplers) {
    Tokenizer.Provider tokenizer() {
      return best(tokenizers, "tokenizer");
    }

    AutoregressiveBackbone.Provider backbone() {
      return best(backbones, "backbone");
    }

    /** The one whose network the backbone runs. */
    TrainableBackbone.Provider trainable() {
      String name = backbone().name();
      return first(
          trainables.stream().filter(one -> one.name().equals(name)).toList(),
          "trainable backbone " + name);
    }

    TokenSampler sampler() {
      return first(samplers, "token sampler");
    }

    /** The one that ranks first, as for a request that names none. */
    private static <T extends PartProvider<?>> T best(List<T> providers, String what) {
      return first(
          providers.stream().sorted(Comparator.comparingInt(one -> -one.ranking())).toList(), what);
    }

    private static <T> T first(List<T> services, String what) {
      return services.stream()
          .findFirst()
          .orElseThrow(() -> new NexusGenException("no " + what + " is installed"));
    }
  }

  /** Writes pictures. */
  ImageFiles imageFiles() {
    return images.stream()
        .findFirst()
        .orElseThrow(() -> new NexusGenException("no writer of image files is installed"));
  }

  /** Draws curves. */
  CurvePlot plot() {
    return plots.stream()
        .findFirst()
        .orElseThrow(
            () -> new NexusGenException("nothing that draws curves is installed: nexusgen-plots"));
  }

  /** Opens samples; the caller closes them. */
  SampleSource open(String source, SampleSource.Split split, long seed) {
    return sources.stream()
        .filter(provider -> provider.knows(source))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException(
                    "'%s' is no known source of samples; wants a .jsonl file, a folder of them, or shapes"
                        .formatted(source)))
        .open(source, split, seed);
  }

  private static <T> List<T> all(Class<T> service) {
    return ServiceLoader.load(service).stream().map(ServiceLoader.Provider::get).toList();
  }
}
