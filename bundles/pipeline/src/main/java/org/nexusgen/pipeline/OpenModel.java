package org.nexusgen.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.nexusgen.api.Answer;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.Conversation;
import org.nexusgen.api.DecodeOptions;
import org.nexusgen.api.DecodingRequest;
import org.nexusgen.api.ImaginingRequest;
import org.nexusgen.api.JobListener;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.Painting;
import org.nexusgen.api.PaintingRequest;
import org.nexusgen.api.PartChoice;
import org.nexusgen.api.TokenOptions;
import org.nexusgen.api.UnderstandingRequest;
import org.nexusgen.api.decode.Decoding;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.message.Message;
import org.nexusgen.api.message.Part;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.vision.ImageRoute;
import org.nexusgen.api.vision.VisionEncoding;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.ModelSettings;
import org.nexusgen.api.weights.PixelSize;
import org.slf4j.LoggerFactory;

/** A model with its parts: each job calls them in the figure's order. */
final class OpenModel implements NexusGen {
  private final Figure figure;
  private final OpenParts parts;
  private final EmptyPromptCache emptyPrompts;
  private final Journal journal;
  private final ModelSettings settings;
  private final Gate jobs = new Gate();
  private final AtomicBoolean closed = new AtomicBoolean();

  OpenModel(Figure figure, OpenParts parts, EmptyPromptCache emptyPrompts, Journal journal) {
    this.figure = figure;
    this.parts = parts;
    this.emptyPrompts = emptyPrompts;
    this.journal = journal;
    this.settings = model().settings();
  }

  @Override
  public ModelFolder model() {
    return parts.context().model();
  }

  @Override
  public Answer understand(
      UnderstandingRequest request, JobListener listener, Cancellation cancellation) {
    List<Message> asked = new ArrayList<>(request.history());
    asked.addAll(Templates.question(request.images(), request.question()));
    return job(
        "understand",
        request.parts(),
        bench -> {
          requireWords(bench, asked);
          Writer.Written written =
              writer(bench, request.tokens())
                  .write(
                      asked,
                      ImageRoute.UNDERSTANDING,
                      request.tokens(),
                      Integer.MAX_VALUE,
                      false,
                      listener,
                      cancellation);
          return answer(written, bench);
        });
  }

  @Override
  public Answer imagine(ImaginingRequest request, JobListener listener, Cancellation cancellation) {
    return job(
        "imagine",
        request.parts(),
        bench -> {
          bench.require(needs -> words(needs, bench, !request.images().isEmpty()));
          return answer(
              imagination(bench).imagine(request, listener, cancellation).written(), bench);
        });
  }

  @Override
  public Painting generate(
      PaintingRequest request, JobListener listener, Cancellation cancellation) {
    return generateAll(List.of(request), listener, cancellation).get(0);
  }

  @Override
  public List<Painting> generateAll(
      List<PaintingRequest> requests, JobListener listener, Cancellation cancellation) {
    return job(
        "generate",
        PartChoice.best(),
        shared -> {
          List<Workbench> benches =
              requests.stream().map(one -> shared.another(one.imagining().parts())).toList();
          for (int i = 0; i < requests.size(); i++) {
            requirePainting(benches.get(i), requests.get(i), DecodingTask.GENERATION);
          }
          List<Imagination.Imagined> imagined =
              Imagination.imagineAll(
                  benches.stream().map(this::imagination).toList(),
                  requests.stream().map(PaintingRequest::imagining).toList(),
                  listener,
                  cancellation);
          List<Painting> paintings = new ArrayList<>();
          for (int i = 0; i < requests.size(); i++) {
            paintings.add(
                paint(
                    benches.get(i),
                    requests.get(i),
                    imagined.get(i),
                    List.of(),
                    DecodingTask.GENERATION,
                    listener,
                    cancellation));
          }
          return paintings;
        });
  }

  @Override
  public Painting edit(PaintingRequest request, JobListener listener, Cancellation cancellation) {
    List<Image> images = request.imagining().images();
    if (images.isEmpty()) {
      throw new BadInputException("edit: got no picture, wants the one to change");
    }
    DecodingTask task = request.decoding().decoder().orElse(DecodingTask.EDITING);
    return job(
        "edit",
        request.imagining().parts(),
        bench -> {
          requirePainting(bench, request, DecodingTask.EDITING);
          Imagination.Imagined imagined =
              imagination(bench).imagine(request.imagining(), listener, cancellation);
          // The first picture is the one that changes; others only inform the backbone.
          List<ImageEmbedding> references =
              task == DecodingTask.EDITING ? reference(bench, images.subList(0, 1)) : List.of();
          return paint(
              bench, request, imagined, references, DecodingTask.EDITING, listener, cancellation);
        });
  }

  @Override
  public Painting decode(DecodingRequest request, JobListener listener, Cancellation cancellation) {
    ImageEmbedding target =
        Embeddings.of(request.embedding(), settings.generationGrid(), "embedding");
    List<ImageEmbedding> references =
        request.references().stream()
            .map(values -> Embeddings.of(values, settings.generationGrid(), "reference"))
            .toList();
    DecodingTask usual = references.isEmpty() ? DecodingTask.GENERATION : DecodingTask.EDITING;
    DecodingTask task = request.decoding().decoder().orElse(usual);
    return job(
        "decode",
        PartChoice.best(),
        bench -> {
          bench.require(needs -> painting(needs, bench, task, request.decoding(), defaults(task)));
          Report report = bench.report();
          report.tensor(
              "image_embeddings", target.values().reshape(1, target.tokens(), target.width()));
          if (!references.isEmpty()) {
            report.tensor("reference_embeddings", Tensors.stack(references));
          }
          Painter.Painted painted =
              painter(bench)
                  .paint(
                      target,
                      references,
                      task,
                      request.decoding(),
                      defaults(task),
                      listener,
                      cancellation);
          return new Painting(painted.pictures(), painted.seeds(), "", "", report.build());
        });
  }

  @Override
  public VisionEncoding encode(List<Image> images, ImageRoute route, PartChoice choice) {
    return job(
        "encode",
        choice,
        bench -> {
          bench.require(needs -> needs.pictures(choice));
          return bench.report().timed("encode", () -> bench.encoder().encode(images, route));
        });
  }

  @Override
  public VisionEncoding encode(Image image, PixelSize size, PartChoice choice) {
    return job(
        "encode",
        choice,
        bench -> {
          bench.require(needs -> needs.pictures(choice));
          return bench.report().timed("encode", () -> bench.encoder().encode(image, size));
        });
  }

  @Override
  public Conversation chat() {
    return new Chat(this);
  }

  /**
   * Begins no job any more, waits a while for those under way, and closes the parts; one with a
   * call inside is closed when that returns.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    Duration limit = figure.usual().patience().drain();
    if (!jobs.closeAndDrain(limit).complete()) {
      LoggerFactory.getLogger(OpenModel.class)
          .warn(
              "the model {} is closed with jobs under way: they did not end within {}",
              model().root(),
              limit);
    }
    parts.close();
  }

  /**
   * Does a job with its own view of the parts.
   *
   * @param name of the job, for observers
   */
  <T> T job(String name, PartChoice choice, Function<Workbench, T> work) {
    return journal.keep(
        name,
        entry -> {
          if (!jobs.enter()) {
            throw new NexusGenException("the model " + model().root() + " is closed");
          }
          try (Workbench bench = new Workbench(figure, parts, choice, entry, jobs::leave)) {
            return work.apply(bench);
          }
        });
  }

  Writer writer(Workbench bench, TokenOptions options) {
    return new Writer(bench, bench.tokenSampler(options.sampler()), settings.generationGrid());
  }

  /** Paints the image of a chat's answer: as an edit of a picture, if there is one. */
  List<Image> paintAnswer(
      Workbench bench,
      Writer.Written written,
      List<Image> source,
      DecodeOptions options,
      JobListener listener,
      Cancellation cancellation) {
    DecodingTask usual = source.isEmpty() ? DecodingTask.GENERATION : DecodingTask.EDITING;
    DecodingTask task = options.decoder().orElse(usual);
    boolean edits = task == DecodingTask.EDITING && !source.isEmpty();
    bench.require(
        needs ->
            painting(
                edits ? needs.pictures(bench.choice()) : needs,
                bench,
                task,
                options,
                defaults(usual)));
    List<ImageEmbedding> references = edits ? reference(bench, source) : List.of();
    ImageEmbedding target = written.generation().images().get(0);
    return painter(bench)
        .paint(target, references, task, options, defaults(usual), listener, cancellation)
        .pictures()
        .stream()
        .map(Decoding::image)
        .toList();
  }

  private static boolean isText(Message message) {
    return message.parts().stream().allMatch(Part.TextPart.class::isInstance);
  }

  /** Says that a job reads these, and writes. */
  void requireWords(Workbench bench, List<Message> asked) {
    bench.require(needs -> words(needs, bench, !asked.stream().allMatch(OpenModel::isText)));
  }

  private void requirePainting(Workbench bench, PaintingRequest request, DecodingTask usual) {
    DecodingTask task = request.decoding().decoder().orElse(usual);
    bench.require(
        needs ->
            painting(
                words(needs, bench, !request.imagining().images().isEmpty()),
                bench,
                task,
                request.decoding(),
                defaults(usual)));
  }

  private static Needs words(Needs needs, Workbench bench, boolean pictures) {
    return (pictures ? needs.pictures(bench.choice()) : needs).words(bench.choice());
  }

  private Needs painting(
      Needs needs,
      Workbench bench,
      DecodingTask task,
      DecodeOptions options,
      ModelSettings.DecodeDefaults defaults) {
    double cfgScale = options.cfgScale().orElse(defaults.cfgScale());
    Optional<String> negative =
        cfgScale == Painter.NO_GUIDANCE
            ? Optional.empty()
            : Optional.of(options.negativePrompt().orElse(""));
    boolean texts = new TextConditions(bench, emptyPrompts).needEncoders(negative);
    return (texts ? needs.texts() : needs).painting(task, options, defaults);
  }

  /** Embeddings of the picture that changes. */
  private static List<ImageEmbedding> reference(Workbench bench, List<Image> source) {
    VisionEncoding encoding =
        bench.report().timed("encode", () -> bench.encoder().encode(source, ImageRoute.REFERENCE));
    bench.report().tensor("reference_embeddings", Tensors.stack(encoding.embeddings()));
    return encoding.embeddings();
  }

  private Imagination imagination(Workbench bench) {
    return new Imagination(bench, options -> writer(bench, options));
  }

  private Painter painter(Workbench bench) {
    return new Painter(bench, new TextConditions(bench, emptyPrompts));
  }

  private ModelSettings.DecodeDefaults defaults(DecodingTask task) {
    return switch (task) {
      case GENERATION -> settings.generation();
      case EDITING -> settings.editing();
    };
  }

  private Painting paint(
      Workbench bench,
      PaintingRequest request,
      Imagination.Imagined imagined,
      List<ImageEmbedding> references,
      DecodingTask usual,
      JobListener listener,
      Cancellation cancellation) {
    DecodingTask task = request.decoding().decoder().orElse(usual);
    ImageEmbedding target = imagined.written().generation().images().get(0);
    Painter.Painted painted =
        painter(bench)
            .paint(
                target,
                references,
                task,
                request.decoding(),
                defaults(usual),
                listener,
                cancellation);
    return new Painting(
        painted.pictures(),
        painted.seeds(),
        imagined.prompt(),
        imagined.written().text(),
        bench.report().build());
  }

  private static Answer answer(Writer.Written written, Workbench bench) {
    List<Integer> ids = new ArrayList<>();
    for (int id : written.generation().newIds()) {
      ids.add(id);
    }
    return new Answer(
        written.text(),
        ids,
        written.generation().images(),
        written.generation().finish(),
        bench.report().build());
  }
}
