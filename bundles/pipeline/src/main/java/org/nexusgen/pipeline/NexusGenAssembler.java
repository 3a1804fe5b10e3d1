package org.nexusgen.pipeline;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.MemoryPlan;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.NexusGenFactory;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.backbone.AutoregressiveBackbone;
import org.nexusgen.api.backbone.TokenSampler;
import org.nexusgen.api.config.CacheFolder;
import org.nexusgen.api.config.ProcessSettings;
import org.nexusgen.api.config.SettingCheck;
import org.nexusgen.api.config.SettingName;
import org.nexusgen.api.decode.Projector;
import org.nexusgen.api.decode.VisionDecoder;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.FigurePart;
import org.nexusgen.api.engine.WarmListener;
import org.nexusgen.api.observe.CacheListener;
import org.nexusgen.api.observe.Observer;
import org.nexusgen.api.sampling.DiffusionSampler;
import org.nexusgen.api.text.TextEncoder;
import org.nexusgen.api.text.Tokenizer;
import org.nexusgen.api.vision.VisionEncoder;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.ModelLibrary;
import org.nexusgen.api.weights.TensorFiles;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;

/** Puts the installed parts together: one box of the figure, one shelf of services. */
@Component(
    service = {NexusGenFactory.class, SettingCheck.class},
    configurationPid = SettingName.FAMILY + PipelineSettings.PART)
@Designate(ocd = PipelineSettings.class)
public final class NexusGenAssembler implements NexusGenFactory, SettingCheck {
  private final Figure figure;
  private final ModelLibrary models;
  private final EmptyPromptCache emptyPrompts;

  /** In OSGi: parts come and go through the methods below. */
  @Activate
  public NexusGenAssembler(
      @Reference ModelLibrary models,
      @Reference TensorFiles tensorFiles,
      PipelineSettings settings) {
    this.figure = new Figure(Usual.of(settings));
    this.models = models;
    this.emptyPrompts = new EmptyPromptCache(tensorFiles, CacheFolder.path());
  }

  /** On a class path or module path: parts are those that the service loader finds now. */
  public NexusGenAssembler() {
    this(
        only(ModelLibrary.class),
        only(TensorFiles.class),
        ProcessSettings.of(PipelineSettings.class, PipelineSettings.PART));
    Map<String, ?> none = Map.of();
    LoadedServices.each(Engine.class, one -> addEngine(one, none));
    LoadedServices.each(VisionEncoder.Provider.class, one -> addEncoder(one, none));
    LoadedServices.each(Tokenizer.Provider.class, one -> addTokenizer(one, none));
    LoadedServices.each(TextEncoder.Provider.class, one -> addTextEncoder(one, none));
    LoadedServices.each(AutoregressiveBackbone.Provider.class, one -> addBackbone(one, none));
    LoadedServices.each(TokenSampler.class, one -> addTokenSampler(one, none));
    LoadedServices.each(Projector.Provider.class, one -> addProjector(one, none));
    LoadedServices.each(VisionDecoder.Provider.class, one -> addDecoder(one, none));
    LoadedServices.each(DiffusionSampler.class, one -> addSampler(one, none));
    LoadedServices.each(Observer.class, this::addObserver);
  }

  @Override
  public NexusGen open(NexusGenConfig config) {
    PartEngines engines = PartEngines.of(config.engines(), figure.engines);
    Residency residency = figure.usual().residency();
    ModelFolder model = models.open(config.model(), config.adapters());
    Optional<MemoryBudget> budget =
        engines.hasDevice() || residency.boundBytes().isPresent()
            ? Optional.of(new MemoryBudget(planner(engines), residency, model, config.session()))
            : Optional.empty();
    CacheListener own = config.session().caches();
    CacheListener both =
        (cache, hit) -> {
          figure.cacheAsked(cache, hit);
          own.asked(cache, hit);
        };
    PartContext context =
        new PartContext(model, engines.of(FigurePart.BACKBONE), config.session().withCaches(both));
    Journal journal = new Journal(figure, model.settings().name(), config.observers());
    return new OpenModel(
        figure, new OpenParts(context, engines, residency, figure, budget), emptyPrompts, journal);
  }

  private MemoryPlanner planner(PartEngines engines) {
    Usual usual = figure.usual();
    return new MemoryPlanner(new PartLine(figure, usual), engines, usual.residency());
  }

  @Override
  public MemoryPlan plan(NexusGenConfig config) {
    PartEngines engines = PartEngines.planned(config.engines(), figure.engines);
    try (ModelFolder model = models.open(config.model(), config.adapters())) {
      return planner(engines).plan(model, config.session());
    }
  }

  @Override
  public boolean isMemoryBounded(NexusGenConfig config) {
    return figure.usual().residency().boundBytes().isPresent()
        || PartEngines.of(config.engines(), figure.engines).hasDevice();
  }

  @Override
  public int warm(NexusGenConfig config, WarmListener listener, Cancellation cancellation) {
    PartEngines engines = PartEngines.of(config.engines(), figure.engines);
    PartLine line = new PartLine(figure, figure.usual());
    try (ModelFolder model = models.open(config.model(), config.adapters())) {
      return new Warmer(line, engines, listener, cancellation).warm(model, config.session());
    }
  }

  /** Takes changed settings over; no part is made anew, no job is disturbed. */
  @Modified
  void modified(PipelineSettings settings) {
    figure.usual(Usual.of(settings));
  }

  /** Parts leave next because the pipeline does: nobody swaps them, so nobody hears of it. */
  @Deactivate
  void deactivated() {
    figure.observers.clear();
  }

  @Override
  public Optional<Path> configuredModel() {
    return UnnamedModel.ofProcess().orElse(figure.usual().model());
  }

  @Override
  public NexusGenConfig configured(Path model) {
    return figure.usual().on(model);
  }

  @Override
  public ConfiguredParts configuredParts() {
    return figure.usual().parts();
  }

  @Override
  public List<Flaw> flaws() {
    return new NamedInSettings(figure, models).flaws();
  }

  @Override
  public List<InstalledPart> parts() {
    return figure.parts();
  }

  @Override
  public List<Swaps> swaps() {
    return figure.swaps();
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addObserver(Observer observer) {
    figure.observers.add(observer);
  }

  void removeObserver(Observer observer) {
    figure.observers.remove(observer);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addEngine(Engine engine, Map<String, ?> properties) {
    figure.engines.put(engine, properties);
  }

  void updatedEngine(Engine engine, Map<String, ?> properties) {
    figure.engines.rank(engine, properties);
  }

  void removeEngine(Engine engine) {
    figure.engines.remove(engine);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addEncoder(VisionEncoder.Provider provider, Map<String, ?> properties) {
    figure.encoders.put(provider, properties);
  }

  void updatedEncoder(VisionEncoder.Provider provider, Map<String, ?> properties) {
    figure.encoders.rank(provider, properties);
  }

  void removeEncoder(VisionEncoder.Provider provider) {
    figure.encoders.remove(provider);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addTokenizer(Tokenizer.Provider provider, Map<String, ?> properties) {
    figure.tokenizers.put(provider, properties);
  }

  void updatedTokenizer(Tokenizer.Provider provider, Map<String, ?> properties) {
    figure.tokenizers.rank(provider, properties);
  }

  void removeTokenizer(Tokenizer.Provider provider) {
    figure.tokenizers.remove(provider);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addTextEncoder(TextEncoder.Provider provider, Map<String, ?> properties) {
    figure.textEncoders.put(provider, properties);
  }

  void updatedTextEncoder(TextEncoder.Provider provider, Map<String, ?> properties) {
    figure.textEncoders.rank(provider, properties);
  }

  void removeTextEncoder(TextEncoder.Provider provider) {
    figure.textEncoders.remove(provider);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addBackbone(AutoregressiveBackbone.Provider provider, Map<String, ?> properties) {
    figure.backbones.put(provider, properties);
  }

  void updatedBackbone(AutoregressiveBackbone.Provider provider, Map<String, ?> properties) {
    figure.backbones.rank(provider, properties);
  }

  void removeBackbone(AutoregressiveBackbone.Provider provider) {
    figure.backbones.remove(provider);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addTokenSampler(TokenSampler sampler, Map<String, ?> properties) {
    figure.tokenSamplers.put(sampler, properties);
  }

  void updatedTokenSampler(TokenSampler sampler, Map<String, ?> properties) {
    figure.tokenSamplers.rank(sampler, properties);
  }

  void removeTokenSampler(TokenSampler sampler) {
    figure.tokenSamplers.remove(sampler);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addProjector(Projector.Provider provider, Map<String, ?> properties) {
    figure.projectors.put(provider, properties);
  }

  void updatedProjector(Projector.Provider provider, Map<String, ?> properties) {
    figure.projectors.rank(provider, properties);
  }

  void removeProjector(Projector.Provider provider) {
    figure.projectors.remove(provider);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addDecoder(VisionDecoder.Provider provider, Map<String, ?> properties) {
    figure.decoders.put(provider, properties);
  }

  void updatedDecoder(VisionDecoder.Provider provider, Map<String, ?> properties) {
    figure.decoders.rank(provider, properties);
  }

  void removeDecoder(VisionDecoder.Provider provider) {
    figure.decoders.remove(provider);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addSampler(DiffusionSampler sampler, Map<String, ?> properties) {
    figure.samplers.put(sampler, properties);
  }

  void updatedSampler(DiffusionSampler sampler, Map<String, ?> properties) {
    figure.samplers.rank(sampler, properties);
  }

  void removeSampler(DiffusionSampler sampler) {
    figure.samplers.remove(sampler);
  }

  private static <T> T only(Class<T> service) {
    return ServiceLoader.load(service)
        .findFirst()
        .orElseThrow(
            () ->
                new NexusGenException(
                    "no " + service.getSimpleName() + " found; add nexusgen-weights"));
  }
}
