package org.nexusgen.parity.published;

import static org.nexusgen.api.decode.DecodingTask.EDITING;
import static org.nexusgen.api.decode.DecodingTask.GENERATION;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.backbone.AutoregressiveBackbone;
import org.nexusgen.api.decode.Conditioning;
import org.nexusgen.api.decode.DecodeListener;
import org.nexusgen.api.decode.DecodeSettings;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.decode.Projector;
import org.nexusgen.api.decode.VisionDecoder;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.sampling.DiffusionSampler;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.text.TextConditioning;
import org.nexusgen.api.text.TextEncoder;
import org.nexusgen.api.vision.VisionEncoder;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.PixelSize;

/** Opens every part of a model on a collector, and makes it open all of its graphs. */
final class Parts {
  private static final int CONTEXT_WIDTH = 4096;
  private static final int POOLED_WIDTH = 768;
  private static final int SIDE = 64;

  private Parts() {}

  static GraphCollector collect(ModelFolder model) {
    GraphCollector collector = new GraphCollector();
    PartContext context = new PartContext(model, collector, SessionSettings.standard());
    encode(context);
    service(AutoregressiveBackbone.Provider.class).open(context).close();
    projector(GENERATION).open(context).close();
    projector(EDITING).open(context).close();
    try (TextEncoder texts = service(TextEncoder.Provider.class).open(context)) {
      texts.encode("");
    }
    decode(context);
    return collector;
  }

  private static void encode(PartContext context) {
    try (VisionEncoder encoder = service(VisionEncoder.Provider.class).open(context)) {
      for (int side : List.of(252, 504, 1036)) {
        encoder.encode(picture(side), new PixelSize(side, side));
      }
    }
  }

  private static Image picture(int side) {
    return new Image(side, side, Image.Channels.RGB, new byte[side * side * 3]);
  }

  /** From a picture, with reused steps: no other way opens all graphs. */
  private static void decode(PartContext context) {
    Tensor tokens = Tensor.of(new float[CONTEXT_WIDTH], 1, 1, CONTEXT_WIDTH);
    Tensor pooled = Tensor.of(new float[POOLED_WIDTH], 1, POOLED_WIDTH);
    DecodeSettings settings =
        new DecodeSettings(
            new PixelSize(SIDE, SIDE),
            3,
            1,
            3.5,
            1,
            new TextConditioning(pooled, Optional.empty()),
            Optional.empty(),
            Optional.of(picture(SIDE)),
            1,
            Optional.of(new DecodeSettings.TeaCache(1, true)),
            Optional.empty());
    DiffusionSampler sampler =
        ServiceLoader.load(DiffusionSampler.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(service -> service.name().equals("euler"))
            .findFirst()
            .orElseThrow();
    try (VisionDecoder decoder = decoder().open(context)) {
      decoder.decode(
          new Conditioning(tokens, List.of(new Conditioning.TokenGroup(1, 1, false))),
          settings,
          sampler,
          DecodeListener.silent(),
          new Cancellation());
    }
  }

  private static VisionDecoder.Provider decoder() {
    return ServiceLoader.load(VisionDecoder.Provider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.name().equals("flux") && provider.task() == GENERATION)
        .findFirst()
        .orElseThrow();
  }

  private static Projector.Provider projector(DecodingTask task) {
    return ServiceLoader.load(Projector.Provider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.task() == task)
        .findFirst()
        .orElseThrow();
  }

  private static <S> S service(Class<S> type) {
    return ServiceLoader.load(type).findFirst().orElseThrow();
  }
}
