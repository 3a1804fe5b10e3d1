package org.nexusgen.pipeline;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.nexusgen.api.NexusGenFactory.InstalledPart;
import org.nexusgen.api.NexusGenFactory.Swaps;
import org.nexusgen.api.PartProvider;
import org.nexusgen.api.backbone.AutoregressiveBackbone;
import org.nexusgen.api.backbone.TokenSampler;
import org.nexusgen.api.decode.Projector;
import org.nexusgen.api.decode.VisionDecoder;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.observe.Event;
import org.nexusgen.api.sampling.DiffusionSampler;
import org.nexusgen.api.text.TextEncoder;
import org.nexusgen.api.text.Tokenizer;
import org.nexusgen.api.vision.VisionEncoder;

/** The boxes of the paper's figure, each with the services that can fill it. */
final class Figure {
  private final List<Consumer<PartProvider<?>>> listeners = new CopyOnWriteArrayList<>();
  private final LongAdder swaps = new LongAdder();
  private volatile Usual usual;

  /** Who hears of this pipeline. */
  final Observers observers = new Observers();

  final Shelf<Engine> engines = shelf("engine", Engine::name);
  final Shelf<VisionEncoder.Provider> encoders = shelf("vision encoder", PartProvider::name);
  final Shelf<Tokenizer.Provider> tokenizers = shelf("tokenizer", PartProvider::name);
  final Shelf<TextEncoder.Provider> textEncoders = shelf("text encoder", PartProvider::name);
  final Shelf<AutoregressiveBackbone.Provider> backbones = shelf("backbone", PartProvider::name);
  final Shelf<TokenSampler> tokenSamplers = shelf("token sampler", TokenSampler::name);
  final Shelf<Projector.Provider> projectors = shelf("projector", PartProvider::name);
  final Shelf<VisionDecoder.Provider> decoders = shelf("decoder", PartProvider::name);
  final Shelf<DiffusionSampler> samplers = shelf("sampler", DiffusionSampler::name);

  private <T> Shelf<T> shelf(String box, Function<T, String> nameOf) {
    return new Shelf<>(box, nameOf, () -> usual().patience(), this::happened);
  }

  /** Tells of what a job did not do itself: of that job, if its thread did it. */
  void happened(Event event) {
    if (event instanceof Event.PartSwapped swapped) {
      if (!swapped.from().isEmpty()) {
        swaps.increment();
      }
      observers.tell(event);
    } else {
      Report.current().ifPresentOrElse(report -> report.tell(event), () -> observers.tell(event));
    }
  }

  /** What a part or an engine tells of its caches. */
  void cacheAsked(String cache, boolean hit) {
    happened(new Event.CacheAsked(cache, hit));
  }

  /** Parts that left or were outranked since this pipeline began. */
  long swapsSoFar() {
    return swaps.sum();
  }

  /** What holds where a request says nothing. */
  Usual usual() {
    return usual;
  }

  /** From now on; jobs that have begun keep what they began with. */
  void usual(Usual changed) {
    usual = changed;
  }

  /** Hears of every provider of a part that was taken away. */
  void onProviderLeave(Consumer<PartProvider<?>> listener) {
    listeners.add(listener);
  }

  void forget(Consumer<PartProvider<?>> listener) {
    listeners.remove(listener);
  }

  private void left(PartProvider<?> provider) {
    listeners.forEach(listener -> listener.accept(provider));
  }

  Figure(Usual usual) {
    this.usual = usual;
    encoders.onLeave(this::left);
    tokenizers.onLeave(this::left);
    textEncoders.onLeave(this::left);
    backbones.onLeave(this::left);
    projectors.onLeave(this::left);
    decoders.onLeave(this::left);
  }

  List<InstalledPart> parts() {
    return shelves().flatMap(Figure::parts).toList();
  }

  /** A part of that box was given up: it showed no sign of life. */
  void gaveUp(PartLabel part) {
    shelves().filter(shelf -> shelf.box().equals(part.box())).forEach(Shelf::gaveUp);
  }

  List<Swaps> swaps() {
    return shelves().map(Shelf::swaps).toList();
  }

  private Stream<Shelf<?>> shelves() {
    return Stream.of(
        engines,
        encoders,
        tokenizers,
        textEncoders,
        backbones,
        tokenSamplers,
        projectors,
        decoders,
        samplers);
  }

  private static <T> Stream<InstalledPart> parts(Shelf<T> shelf) {
    return shelf.all().stream()
        .map(part -> new InstalledPart(shelf.box(), shelf.nameOf(part), versionOf(part)));
  }

  /** Version of the bundle behind a service. */
  static String versionOf(Object service) {
    if (service instanceof Engine engine) {
      return versionOf(engine);
    }
    if (service instanceof PartProvider<?> provider) {
      return provider.version();
    }
    String version = service.getClass().getPackage().getImplementationVersion();
    return version == null ? "0" : version;
  }

  /** One whose natives are missing must not hide the others from a listing. */
  private static String versionOf(Engine engine) {
    try {
      return engine.info().version();
    } catch (RuntimeException | LinkageError e) {
      return "cannot run: " + (e.getCause() == null ? e : e.getCause());
    }
  }
}
