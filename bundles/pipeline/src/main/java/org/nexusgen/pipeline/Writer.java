package org.nexusgen.pipeline;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.JobListener;
import org.nexusgen.api.TokenOptions;
import org.nexusgen.api.backbone.AutoregressiveBackbone;
import org.nexusgen.api.backbone.BackboneInfo;
import org.nexusgen.api.backbone.Generation;
import org.nexusgen.api.backbone.GenerationSettings;
import org.nexusgen.api.backbone.TokenSampler;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.message.Message;
import org.nexusgen.api.observe.Event;
import org.nexusgen.api.text.Prompt;
import org.nexusgen.api.text.Tokenizer;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.vision.ImageGrid;
import org.nexusgen.api.vision.ImageRoute;
import org.nexusgen.api.vision.VisionEncoding;

/** The autoregressive half of every job: messages in, tokens and image embeddings out. */
final class Writer {
  private final Workbench bench;
  private final TokenSampler sampler;
  private final ImageGrid grid;

  Writer(Workbench bench, TokenSampler sampler, ImageGrid grid) {
    this.bench = bench;
    this.sampler = sampler;
    this.grid = grid;
  }

  /** What was written, and its text. */
  record Written(Generation generation, String text) {}

  /**
   * Answers a conversation.
   *
   * @param route of all pictures in it
   * @param images how many images the answer may hold
   * @param wantsImage whether an answer without an image is begun again with one
   */
  Written write(
      List<Message> messages,
      ImageRoute route,
      TokenOptions options,
      int images,
      boolean wantsImage,
      JobListener listener,
      Cancellation cancellation) {
    Prompt prompt = prompt(messages, route, cancellation);
    GenerationSettings settings = settings(options, prompt.ids().length, images);
    Written written = generate(prompt, settings, options, listener, cancellation);
    if (wantsImage && written.generation().images().isEmpty()) {
      bench
          .report()
          .warn("the model answered without an image; the answer was begun again with one");
      GenerationSettings forced = TokenChoices.withForcedImage(settings);
      written = generate(prompt, forced, options, listener, cancellation);
    }
    return written;
  }

  /** A conversation as the backbone reads it; its tensors go to the report. */
  Prompt prompt(List<Message> messages, ImageRoute route, Cancellation cancellation) {
    cancellation.check();
    Report report = bench.report();
    WatchedTokenizer tokenizer = bench.tokenizer();
    Tokenizer.EncodedChat chat = report.timed("tokenize", () -> tokenizer.encode(messages, true));
    if (!chat.unknownWords().isEmpty()) {
      report.warn(
          "words that the model does not know: " + UnknownWords.listed(chat.unknownWords()));
    }
    List<Image> pictures = messages.stream().flatMap(one -> one.images().stream()).toList();
    WatchedBackbone backbone = bench.backbone();
    BackboneInfo info = backbone.info();
    Fit.ids(tokenizer.part().label(), chat.ids(), backbone.part().label(), info);
    List<ImageEmbedding> embeddings = List.of();
    if (!pictures.isEmpty()) {
      WatchedEncoder encoder = bench.encoder();
      VisionEncoding encoding = report.timed("encode", () -> encoder.encode(pictures, route));
      embeddings = encoding.embeddings();
      Fit.embeddings(encoder.part().label(), embeddings, backbone.part().label(), info);
      report.tensor("pixel_values", encoding.pixelValues());
      report.tensor("image_grid_thw", Tensors.grids(encoding.grids()));
      report.tensor("image_embeds", Tensors.stack(embeddings));
    }
    cancellation.check();
    Prompt prompt = Prompt.expand(chat.ids(), info.imagePad(), embeddings);
    report.tensor("input_ids", Tensors.ids(prompt.ids()).reshape(1, prompt.ids().length));
    return prompt;
  }

  /** Settings of an answer to a prompt of this length. */
  GenerationSettings settings(TokenOptions options, int promptLength, int images) {
    BackboneInfo info = bench.backbone().info();
    return TokenChoices.settings(options, info, grid, promptLength, images);
  }

  List<Generation> generateAll(
      AutoregressiveBackbone backbone,
      List<Prompt> prompts,
      GenerationSettings settings,
      Cancellation cancellation) {
    long start = System.nanoTime();
    List<Generation> generations =
        bench
            .report()
            .timed("write", () -> backbone.generate(prompts, settings, sampler, cancellation));
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    bench.report().tell(new Event.TokensWritten(TokenClock.ofBatch(prompts, generations, time)));
    return generations;
  }

  private Written generate(
      Prompt prompt,
      GenerationSettings settings,
      TokenOptions options,
      JobListener listener,
      Cancellation cancellation) {
    Tokenizer tokenizer = bench.tokenizer();
    AutoregressiveBackbone backbone = bench.backbone();
    AnswerStream stream =
        new AnswerStream(
            tokenizer.streamingDecoder(true), options.stop(), listener, settings.maxNewTokens());
    TokenClock clock = new TokenClock(stream, prompt.ids().length, System::nanoTime);
    Generation generation =
        bench
            .report()
            .timed(
                "write", () -> backbone.generate(prompt, settings, sampler, clock, cancellation));
    bench.report().tell(new Event.TokensWritten(clock.tokens(generation)));
    stream.finish();
    return written(prompt, generation, stream.cut(text(generation)));
  }

  /** An answer of a batch. */
  Written written(Prompt prompt, Generation generation) {
    return written(prompt, generation, text(generation));
  }

  private String text(Generation generation) {
    return new AnswerText(bench.tokenizer(), bench.backbone().info()).of(generation.newIds());
  }

  /** Puts an answer's tensors into the report. */
  private Written written(Prompt prompt, Generation generation, String text) {
    Report report = bench.report();
    int[] sequence = Arrays.copyOf(prompt.ids(), prompt.ids().length + generation.newIds().length);
    System.arraycopy(
        generation.newIds(), 0, sequence, prompt.ids().length, generation.newIds().length);
    report.tensor("position_ids", generation.promptPositions());
    report.tensor("output_ids", Tensors.ids(generation.newIds()));
    report.tensor("sequence", Tensors.ids(sequence));
    if (!generation.images().isEmpty()) {
      ImageEmbedding image = generation.images().get(0);
      report.tensor("image_embeddings", image.values().reshape(1, image.tokens(), image.width()));
    }
    return new Written(generation, text);
  }
}
