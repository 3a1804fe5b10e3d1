package org.nexusgen.bench;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.NexusGenFactory;
import org.nexusgen.api.NexusGenFactory.ConfiguredParts;
import org.nexusgen.api.PartProvider;
import org.nexusgen.api.SoundServices;
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
    Supplier<List<NexusGenFactory>> factories,
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
        () -> all(NexusGenFactory.class),
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

  /** Opens models, and knows how they are configured. */
  NexusGenFactory factory() {
    return first(factories.get(), "pipeline");
  }

  VisionEncoder.Provider encoder(ConfiguredParts chosen) {
    return provider(encoders, chosen.encoder(), "vision encoder");
  }

  AutoregressiveBackbone.Provider backbone(ConfiguredParts chosen) {
    return provider(backbones, chosen.backbone(), "backbone");
  }

  TokenSampler tokenSampler(ConfiguredParts chosen) {
    return named(tokenSamplers, TokenSampler::name, chosen.tokenSampler(), "token sampler");
  }

  Projector.Provider projector(DecodingTask task) {
    List<Projector.Provider> fitting =
        projectors.stream().filter(one -> one.task() == task).toList();
    return provider(fitting, Optional.empty(), "projector");
  }

  VisionDecoder.Provider decoder(DecodingTask task, ConfiguredParts chosen) {
    List<VisionDecoder.Provider> fitting =
        decoders.stream().filter(one -> one.task() == task).toList();
    return provider(fitting, chosen.decoder(task), "decoder");
  }

  DiffusionSampler sampler(String name) {
    return named(samplers, DiffusionSampler::name, Optional.of(name), "sampler");
  }

  /** The one that is configured, else the one that ranks first. */
  private static <T extends PartProvider<?>> T provider(
      List<T> providers, Optional<String> name, String what) {
    List<T> ranked =
        providers.stream().sorted(Comparator.comparingInt(one -> -one.ranking())).toList();
    return named(ranked, PartProvider::name, name, what);
  }

  private static <T> T named(
      List<T> services, Function<T, String> nameOf, Optional<String> name, String what) {
    if (name.isEmpty()) {
      return first(services, what);
    }
    return services.stream()
        .filter(one -> nameOf.apply(one).equals(name.get()))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException(
                    "unknown %s '%s'; installed: %s ('nexusgen config show' says who names it)"
                        .formatted(
                            what,
                            name.get(),
                            services.stream().map(nameOf).collect(Collectors.joining(", ")))));
  }

  private static <T> T first(List<T> services, String what) {
    return services.stream()
        .findFirst()
        .orElseThrow(() -> new NexusGenException("no " + what + " is installed"));
  }

  private static <T> List<T> all(Class<T> service) {
    return SoundServices.of(ServiceLoader.load(service), failure -> {});
  }
}
