package org.nexusgen.pipeline;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.nexusgen.api.DecodeOptions;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.NexusGenFactory.Swaps;
import org.nexusgen.api.PaintingRequest;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.UnderstandingRequest;
import org.nexusgen.api.backbone.AutoregressiveBackbone;
import org.nexusgen.api.config.ProcessSettings;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.decode.Projector;
import org.nexusgen.api.decode.VisionDecoder;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.EngineInfo;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.text.Tokenizer;
import org.nexusgen.api.vision.VisionEncoder;
import org.nexusgen.api.weights.TensorFiles;
import org.nexusgen.api.weights.WeightStore;

/** The pipeline with toys in its boxes; what a test adds ranks before them. */
final class ToyModel implements AutoCloseable {
  final ToyFolder folder = new ToyFolder();
  final Figure figure;
  final NexusGen nexusGen;

  /**
   * @param patience for a sign of life; zero for ever
   */
  ToyModel(Duration patience) {
    Usual usual = Usual.of(ProcessSettings.of(PipelineSettings.class, "nobody-configures-this"));
    figure = new Figure(usual);
    configure(patience, Duration.ofSeconds(20));
    figure.encoders.put(new Toys.Encoders(Toys.NAME, Toys.Encoder::new), Map.of());
    figure.tokenizers.put(new Toys.Tokenizers(Toys.NAME, Toys.Words::new), Map.of());
    figure.backbones.put(new Toys.Backbones(Toys.NAME, Toys.Backbone::new), Map.of());
    figure.tokenSamplers.put(new Toys.Best(), Map.of());
    for (DecodingTask task : DecodingTask.values()) {
      figure.projectors.put(new Toys.Projectors(Toys.NAME, task, Toys.Projection::new), Map.of());
      figure.decoders.put(new Toys.Decoders(Toys.NAME, task, Toys.Decoder::new), Map.of());
    }
    figure.samplers.put(new Toys.Steps(), Map.of());
    PartContext context = new PartContext(folder, new NoEngine(), SessionSettings.standard());
    nexusGen =
        new OpenModel(
            figure,
            new OpenParts(
                context,
                PartEngines.one(context.engine()),
                usual.residency(),
                figure,
                Optional.empty()),
            new EmptyPromptCache(new NoFiles(), Path.of("nowhere")),
            new Journal(figure, Toys.NAME, List.of()));
  }

  void configure(Duration patience, Duration drain) {
    Usual usual = figure.usual();
    figure.usual(
        new Usual(
            usual.model(),
            usual.engine(),
            usual.session(),
            usual.encoder(),
            usual.backbone(),
            usual.tokenSampler(),
            usual.sampler(),
            usual.decoders(),
            new Shelf.Patience(drain, Duration.ofMillis(50)),
            patience,
            usual.residency()));
  }

  void encoder(Supplier<VisionEncoder> made) {
    figure.encoders.put(new Toys.Encoders("bad", made), first());
  }

  void tokenizer(Supplier<Tokenizer> made) {
    figure.tokenizers.put(new Toys.Tokenizers("bad", made), first());
  }

  void backbone(Supplier<AutoregressiveBackbone> made) {
    figure.backbones.put(new Toys.Backbones("bad", made), first());
  }

  void projector(Supplier<Projector> made) {
    figure.projectors.put(new Toys.Projectors("bad", DecodingTask.GENERATION, made), first());
  }

  VisionDecoder.Provider decoder(Supplier<VisionDecoder> made) {
    VisionDecoder.Provider added = new Toys.Decoders("bad", DecodingTask.GENERATION, made);
    figure.decoders.put(added, first());
    return added;
  }

  static Map<String, ?> first() {
    return Map.of("service.ranking", 1000);
  }

  /** Paints with the decoder of that name, or the one that ranks first. */
  org.nexusgen.api.Painting paint(Optional<String> decoder) {
    DecodeOptions model = DecodeOptions.model();
    return nexusGen.generate(
        PaintingRequest.of("anything")
            .withDecoding(
                new DecodeOptions(
                    model.width(),
                    model.height(),
                    model.steps(),
                    model.cfgScale(),
                    model.guidance(),
                    model.seed(),
                    model.negativePrompt(),
                    model.sampler(),
                    model.decoder(),
                    decoder,
                    model.inputImage(),
                    model.strength(),
                    model.teaCache(),
                    model.tiling(),
                    1)));
  }

  String ask() {
    return nexusGen.understand(UnderstandingRequest.of("what is it?", Toys.picture(8))).text();
  }

  Swaps swaps(String box) {
    List<Swaps> all = figure.swaps();
    return all.stream().filter(one -> one.box().equals(box)).findFirst().orElseThrow();
  }

  @Override
  public void close() {
    nexusGen.close();
  }

  private record NoEngine() implements Engine {
    @Override
    public EngineInfo info() {
      return new EngineInfo("none", "0", "cpu", 1, Set.of(), false);
    }

    @Override
    public GraphSession open(Graph graph, WeightStore weights, SessionSettings settings) {
      throw new NexusGenException("toys need no engine");
    }
  }

  private record NoFiles() implements TensorFiles {
    @Override
    public Map<String, Tensor> read(Path file) {
      return Map.of();
    }

    @Override
    public void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) {}
  }
}
