package org.nexusgen.pipeline;

import java.util.List;
import java.util.stream.Stream;
import org.nexusgen.api.NexusGenFactory.InstalledPart;
import org.nexusgen.api.PartProvider;
import org.nexusgen.api.backbone.AutoregressiveBackbone;
import org.nexusgen.api.backbone.TokenSampler;
import org.nexusgen.api.decode.Projector;
import org.nexusgen.api.decode.VisionDecoder;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.sampling.DiffusionSampler;
import org.nexusgen.api.text.TextEncoder;
import org.nexusgen.api.text.Tokenizer;
import org.nexusgen.api.vision.VisionEncoder;

/** The boxes of the paper's figure, each with the services that can fill it. */
final class Figure {
  final Shelf<Engine> engines = new Shelf<>("engine", Engine::name);
  final Shelf<VisionEncoder.Provider> encoders = new Shelf<>("vision encoder", PartProvider::name);
  final Shelf<Tokenizer.Provider> tokenizers = new Shelf<>("tokenizer", PartProvider::name);
  final Shelf<TextEncoder.Provider> textEncoders = new Shelf<>("text encoder", PartProvider::name);
  final Shelf<AutoregressiveBackbone.Provider> backbones =
      new Shelf<>("backbone", PartProvider::name);
  final Shelf<TokenSampler> tokenSamplers = new Shelf<>("token sampler", TokenSampler::name);
  final Shelf<Projector.Provider> projectors = new Shelf<>("projector", PartProvider::name);
  final Shelf<VisionDecoder.Provider> decoders = new Shelf<>("decoder", PartProvider::name);
  final Shelf<DiffusionSampler> samplers = new Shelf<>("sampler", DiffusionSampler::name);

  List<InstalledPart> parts() {
    return Stream.of(
            list(engines),
            list(encoders),
            list(tokenizers),
            list(textEncoders),
            list(backbones),
            list(tokenSamplers),
            list(projectors),
            list(decoders),
            list(samplers))
        .flatMap(List::stream)
        .toList();
  }

  private static <T> List<InstalledPart> list(Shelf<T> shelf) {
    return shelf.all().stream()
        .map(part -> new InstalledPart(shelf.box(), shelf.nameOf(part), versionOf(part)))
        .toList();
  }

  /** Version of the bundle behind a service. */
  static String versionOf(Object service) {
    if (service instanceof Engine engine) {
      return engine.info().version();
    }
    if (service instanceof PartProvider<?> provider) {
      return provider.version();
    }
    String version = service.getClass().getPackage().getImplementationVersion();
    return version == null ? "0" : version;
  }
}
