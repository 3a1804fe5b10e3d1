package org.nexusgen.bench;

import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.PartProvider;
import org.nexusgen.api.backbone.AutoregressiveBackbone;
import org.nexusgen.api.backbone.TokenSampler;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.decode.Projector;
import org.nexusgen.api.decode.VisionDecoder;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.sampling.DiffusionSampler;
import org.nexusgen.api.vision.VisionEncoder;
import org.nexusgen.api.weights.ModelLibrary;
import org.nexusgen.api.weights.TensorFiles;

/** The services that are measured, as the container or the service loader gives them. */
record Services(
    List<Engine> engines,
    List<VisionEncoder.Provider> encoders,
    List<AutoregressiveBackbone.Provider> backbones,
    List<TokenSampler> tokenSamplers,
    List<Projector.Provider> projectors,
    List<VisionDecoder.Provider> decoders,
    List<DiffusionSampler> samplers,
    ModelLibrary models,
    TensorFiles tensorFiles) {

  static Services loaded() {
    return new Services(
        all(Engine.class),
        all(VisionEncoder.Provider.class),
        all(AutoregressiveBackbone.Provider.class),
        all(TokenSampler.class),
        all(Projector.Provider.class),
        all(VisionDecoder.Provider.class),
        all(DiffusionSampler.class),
        first(all(ModelLibrary.class), "model library"),
        first(all(TensorFiles.class), "tensor files"));
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

  VisionEncoder.Provider encoder() {
    return best(encoders, "vision encoder");
  }

  AutoregressiveBackbone.Provider backbone() {
    return best(backbones, "backbone");
  }

  TokenSampler tokenSampler() {
    return first(tokenSamplers, "token sampler");
  }

  Projector.Provider projector(DecodingTask task) {
    return best(projectors.stream().filter(one -> one.task() == task).toList(), "projector");
  }

  VisionDecoder.Provider decoder(DecodingTask task) {
    return best(decoders.stream().filter(one -> one.task() == task).toList(), "decoder");
  }

  DiffusionSampler sampler(String name) {
    return first(
        samplers.stream().filter(one -> one.name().equals(name)).toList(), "sampler " + name);
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

  private static <T> List<T> all(Class<T> service) {
    return ServiceLoader.load(service).stream().map(ServiceLoader.Provider::get).toList();
  }
}
