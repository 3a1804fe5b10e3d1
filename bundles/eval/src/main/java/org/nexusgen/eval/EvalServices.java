package org.nexusgen.eval;

import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.NexusGenFactory;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.train.SampleScorer;
import org.nexusgen.api.train.SampleSource;
import org.nexusgen.api.train.TrainableAutoencoder;

/** The services that exams need, as the container or the service loader gives them. */
record EvalServices(
    NexusGenFactory models,
    List<Engine> engines,
    List<SampleSource.Provider> sources,
    List<SampleScorer> scorers,
    List<TrainableAutoencoder.Provider> autoencoders) {

  static EvalServices loaded() {
    return new EvalServices(
        all(NexusGenFactory.class).stream()
            .findFirst()
            .orElseThrow(() -> new NexusGenException("no pipeline is installed")),
        all(Engine.class),
        all(SampleSource.Provider.class),
        all(SampleScorer.class),
        all(TrainableAutoencoder.Provider.class));
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

  Engine engine(String name) {
    return engines.stream()
        .filter(engine -> engine.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException(
                    "unknown engine '%s'; installed: %s"
                        .formatted(
                            name,
                            engines.stream().map(Engine::name).collect(Collectors.joining(", ")))));
  }

  private static <T> List<T> all(Class<T> service) {
    return ServiceLoader.load(service).stream().map(ServiceLoader.Provider::get).toList();
  }
}
