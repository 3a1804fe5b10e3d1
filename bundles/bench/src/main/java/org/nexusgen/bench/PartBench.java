package org.nexusgen.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.NexusGenFactory.ConfiguredParts;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.backbone.AutoregressiveBackbone;
import org.nexusgen.api.backbone.BackboneInfo;
import org.nexusgen.api.backbone.GenerationListener;
import org.nexusgen.api.backbone.GenerationSettings;
import org.nexusgen.api.backbone.GenerationSettings.ImageMode;
import org.nexusgen.api.backbone.GenerationSettings.PositionMode;
import org.nexusgen.api.backbone.TokenSampling;
import org.nexusgen.api.decode.Conditioning;
import org.nexusgen.api.decode.DecodeListener;
import org.nexusgen.api.decode.DecodeSettings;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.decode.Projector;
import org.nexusgen.api.decode.VisionDecoder;
import org.nexusgen.api.engine.FigurePart;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.text.Prompt;
import org.nexusgen.api.text.TextConditioning;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.vision.ImageGrid;
import org.nexusgen.api.vision.VisionEncoder;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.ModelSettings;
import org.nexusgen.api.weights.PixelSize;
import org.nexusgen.api.weights.WeightSet;

/** Measures each part of a model by itself. */
final class PartBench {
  private static final int PROMPT = 128;
  private static final int NEW_TOKENS = 32;
  private static final int STEPS = 4;
  private static final int MERGE = 2;

  private final Services services;
  private final ConfiguredParts parts;
  private final Function<FigurePart, PartContext> contexts;
  private final ModelFolder model;
  private final int repetitions;
  private final SplittableRandom random = new SplittableRandom(7);
  private final List<Measurement> measurements = new ArrayList<>();

  /**
   * @param parts that are measured
   * @param contexts what each is made from, all of the same model
   */
  PartBench(
      Services services,
      ConfiguredParts parts,
      Function<FigurePart, PartContext> contexts,
      ModelFolder model,
      int repetitions) {
    this.services = services;
    this.parts = parts;
    this.contexts = contexts;
    this.model = model;
    this.repetitions = repetitions;
  }

  /** The measurements of some parts, as far as the model's files allow. */
  List<Measurement> run(Set<Subject> subjects) {
    if (model.has(WeightSet.BACKBONE)) {
      if (subjects.contains(Subject.ENCODER)) {
        PartContext context = contexts.apply(FigurePart.VISION_ENCODER);
        try (VisionEncoder encoder = services.encoder(parts).open(context)) {
          encode(encoder);
        }
      }
      if (subjects.contains(Subject.BACKBONE)) {
        PartContext context = contexts.apply(FigurePart.BACKBONE);
        try (AutoregressiveBackbone backbone = services.backbone(parts).open(context)) {
          write(backbone);
        }
      }
    }
    if (subjects.contains(Subject.DECODER)
        && model.has(WeightSet.GENERATION_DECODER)
        && model.has(WeightSet.EMPTY_PROMPT)) {
      DecodingTask task = DecodingTask.GENERATION;
      PartContext projecting = contexts.apply(FigurePart.PROJECTOR);
      PartContext decoding = contexts.apply(FigurePart.DECODER);
      try (Projector projector = services.projector(task).open(projecting);
          VisionDecoder decoder = services.decoder(task, parts).open(decoding)) {
        paint(projector, decoder);
      }
    }
    return measurements;
  }

  private void encode(VisionEncoder encoder) {
    PixelSize size = model.settings().targetSize();
    Image image = noise(size);
    add("encode", "vision encoder, one picture of " + size, () -> encoder.encode(image, size));
  }

  private void write(AutoregressiveBackbone backbone) {
    BackboneInfo info = backbone.info();
    int[] ids = new int[PROMPT];
    for (int i = 0; i < PROMPT; i++) {
      ids[i] = ordinary(info);
    }
    Prompt prompt = new Prompt(ids, List.of());
    Measurement prefill =
        add(
            "prefill " + PROMPT,
            "a prompt of " + PROMPT + " tokens and the first token after it",
            () -> generate(backbone, prompt, 1, 0, ImageMode.ONE_PASS));
    Measurement longer =
        measure("decode", () -> generate(backbone, prompt, 1 + NEW_TOKENS, 0, ImageMode.ONE_PASS));
    measurements.add(
        longer.minus(prefill, NEW_TOKENS, "decode 1", "one token on a cache of about " + PROMPT));
    int tokens = model.settings().generationGrid().tokens(MERGE);
    int budget = tokens + 2;
    for (ImageMode mode : List.of(ImageMode.ONE_PASS, ImageMode.LOOP)) {
      Measurement image = measure("image", () -> generate(backbone, prompt, budget, 1, mode));
      String name = mode == ImageMode.ONE_PASS ? "image one pass" : "image loop";
      measurements.add(
          image.minus(prefill, 1, name, tokens + " image embeddings after a cached prompt"));
    }
  }

  private void generate(
      AutoregressiveBackbone backbone, Prompt prompt, int budget, int images, ImageMode mode) {
    GenerationSettings settings =
        new GenerationSettings(
            budget,
            TokenSampling.best(),
            model.settings().generationGrid(),
            mode,
            PositionMode.REFERENCE,
            images,
            images > 0);
    backbone.generate(
        prompt,
        settings,
        services.tokenSampler(parts),
        GenerationListener.silent(),
        new Cancellation());
  }

  private void paint(Projector projector, VisionDecoder decoder) {
    ModelSettings settings = model.settings();
    ImageGrid grid = settings.generationGrid();
    int tokens = grid.tokens(MERGE);
    int width =
        Math.toIntExact(model.weights(WeightSet.GENERATION_DECODER).dim("adapter.0.weight", 1));
    float[] values = new float[tokens * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (2 * random.nextDouble() - 1);
    }
    ImageEmbedding embedding =
        new ImageEmbedding(
            Tensor.of(values, tokens, width), grid.height() / MERGE, grid.width() / MERGE);
    add("project", "generation projector", () -> projector.project(embedding, List.of()));
    Conditioning conditioning = projector.project(embedding, List.of());
    PixelSize size = settings.generation().size();
    Measurement one = measure("one step", () -> decode(decoder, conditioning, size, 1));
    Measurement more = measure("steps", () -> decode(decoder, conditioning, size, 1 + STEPS));
    Measurement step = more.minus(one, STEPS, "step", "one transformer step at " + size);
    measurements.add(step);
    measurements.add(one.minus(step, 1, "picture", "noise and autoencoder decode at " + size));
  }

  private void decode(VisionDecoder decoder, Conditioning conditioning, PixelSize size, int steps) {
    String sampler = parts.sampler().orElse(model.settings().generation().sampler());
    Tensor pooled = model.weights(WeightSet.EMPTY_PROMPT).read("pooled");
    decoder.decode(
        conditioning,
        new DecodeSettings(
            size,
            steps,
            1,
            model.settings().generation().guidance(),
            1,
            new TextConditioning(pooled, Optional.empty()),
            Optional.empty(),
            Optional.empty(),
            1,
            Optional.empty(),
            Optional.empty()),
        services.sampler(sampler),
        DecodeListener.silent(),
        new Cancellation());
  }

  private Measurement add(String name, String note, Runnable work) {
    Measurement measurement = Measurement.of(name, 1, repetitions, note, work);
    measurements.add(measurement);
    return measurement;
  }

  private Measurement measure(String name, Runnable work) {
    return Measurement.of(name, 1, repetitions, "", work);
  }

  private int ordinary(BackboneInfo info) {
    int id;
    do {
      id = random.nextInt(info.vocabulary());
    } while (id == info.imagePad()
        || id == info.visionStart()
        || id == info.visionEnd()
        || info.stopIds().contains(id));
    return id;
  }

  private Image noise(PixelSize size) {
    byte[] pixels = new byte[size.width() * size.height() * 3];
    random.nextBytes(pixels);
    return new Image(size.width(), size.height(), Image.Channels.RGB, pixels);
  }
}
