package org.nexusgen.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.config.ProcessSettings;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.EngineInfo;
import org.nexusgen.api.observe.Observer;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.vision.ImageGrid;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.ModelLibrary;
import org.nexusgen.api.weights.ModelSettings;
import org.nexusgen.api.weights.ModelSettings.DecodeDefaults;
import org.nexusgen.api.weights.PixelSize;
import org.nexusgen.api.weights.TensorFiles;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.api.weights.WeightStore;

/** A pipeline of parts that compute nothing, for a model that has no file. */
final class FakePipeline {
  static final String MODEL = "thin air";
  static final ImageGrid GRID = new ImageGrid(1, 4, 4);

  final NexusGenAssembler assembler;

  final TalkingToys parts = new TalkingToys();

  /**
   * @param cache folder of what was made of the empty prompt
   */
  FakePipeline(Path cache) {
    System.setProperty("nexusgen.cache", cache.toString());
    try {
      this.assembler =
          new NexusGenAssembler(
              stub(ModelLibrary.class, Map.of("open", model())),
              new FakeTensors(),
              ProcessSettings.of(PipelineSettings.class, PipelineSettings.PART));
    } finally {
      System.clearProperty("nexusgen.cache");
    }
    Map<String, ?> none = Map.of();
    String engine = NexusGenConfig.DEFAULT_ENGINE;
    EngineInfo info = new EngineInfo(engine, "1.0", "cpu", 23, Set.of(), true);
    assembler.addEngine(
        stub(Engine.class, Map.of("name", engine, "info", info, "deviceMemory", Optional.empty())),
        none);
    assembler.addTokenizer(new Toys.Tokenizers(Toys.NAME, Toys.Words::new), none);
    assembler.addEncoder(parts.encoders(), none);
    assembler.addBackbone(new Toys.Backbones(Toys.NAME, TalkingToys.Backbone::new), none);
    assembler.addTextEncoder(TalkingToys.textEncoders(), none);
    assembler.addTokenSampler(new Toys.Best(), none);
    assembler.addProjector(
        new Toys.Projectors(Toys.NAME, DecodingTask.GENERATION, Toys.Projection::new), none);
    assembler.addDecoder(parts.decoders, none);
    assembler.addSampler(new Toys.Steps(), none);
  }

  NexusGen open(Observer... own) {
    return assembler.open(NexusGenConfig.of(Path.of("/")).withObservers(List.of(own)));
  }

  /** The model has a text encoder, and no file behind it. */
  private static ModelFolder model() {
    DecodeDefaults defaults =
        new DecodeDefaults(new PixelSize(8, 8), TalkingToys.STEPS, 1, 3.5, 42, Toys.NAME);
    ModelSettings reference = ModelSettings.reference(MODEL);
    ModelSettings settings =
        new ModelSettings(
            MODEL,
            GRID,
            reference.promptSize(),
            reference.targetSize(),
            reference.referenceSize(),
            reference.mergerBaseGrid(),
            false,
            defaults,
            defaults);
    WeightStore nothing = stub(WeightStore.class, Map.of("names", Set.of()));
    return (ModelFolder)
        Proxy.newProxyInstance(
            ModelFolder.class.getClassLoader(),
            new Class<?>[] {ModelFolder.class},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "settings" -> settings;
                  case "root" -> Path.of("/");
                  case "has" -> arguments[0] == WeightSet.CLIP_TEXT_ENCODER;
                  case "weights" -> nothing;
                  default -> null;
                });
  }

  /** Answers the named methods, whatever their arguments. */
  static <S> S stub(Class<S> type, Map<String, ?> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "equals" -> self == arguments[0];
                  case "hashCode" -> System.identityHashCode(self);
                  default -> answers.get(method.getName());
                }));
  }

  /** Files that are there, with tensors that are not in them. */
  private static final class FakeTensors implements TensorFiles {
    private static final Map<Path, Map<String, Tensor>> WRITTEN =
        Collections.synchronizedMap(new HashMap<>());

    @Override
    public Map<String, Tensor> read(Path file) {
      return WRITTEN.get(file);
    }

    @Override
    public void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) {
      try {
        Files.write(file, new byte[] {1});
        WRITTEN.put(file, tensors);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
