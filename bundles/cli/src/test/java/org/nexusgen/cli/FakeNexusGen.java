package org.nexusgen.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.nexusgen.api.Answer;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.Conversation;
import org.nexusgen.api.DecodeOptions;
import org.nexusgen.api.DecodingRequest;
import org.nexusgen.api.ImaginingRequest;
import org.nexusgen.api.JobListener;
import org.nexusgen.api.JobReport;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.NexusGenFactory;
import org.nexusgen.api.Painting;
import org.nexusgen.api.PaintingRequest;
import org.nexusgen.api.PartChoice;
import org.nexusgen.api.UnderstandingRequest;
import org.nexusgen.api.backbone.Generation.Finish;
import org.nexusgen.api.decode.Decoding;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.message.Message;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.vision.ImageGrid;
import org.nexusgen.api.vision.ImageRoute;
import org.nexusgen.api.vision.VisionEncoding;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.PixelSize;

/** Remembers what it was asked, and answers without a model. */
final class FakeNexusGen implements NexusGen, NexusGenFactory {
  static final int SIDE = 16;
  static final long SEED = 52;

  /** Everything that was asked for, in order. */
  final List<Object> asked = new ArrayList<>();

  /** What it was opened with. */
  final List<NexusGenConfig> opened = new ArrayList<>();

  /** Thrown by the next job, if there is one. */
  Optional<Throwable> failure = Optional.empty();

  int closed;

  @Override
  public NexusGen open(NexusGenConfig config) {
    opened.add(config);
    if (!config.engine().equals(NexusGenConfig.DEFAULT_ENGINE)) {
      throw new BadInputException("no engine '" + config.engine() + "'; there is onnxruntime");
    }
    return this;
  }

  @Override
  public Optional<Path> configuredModel() {
    return Optional.of(Path.of("mini"));
  }

  @Override
  public List<InstalledPart> parts() {
    return List.of(
        new InstalledPart("sampler", "euler", "0.1.0"), new InstalledPart("decoder", "flux", "1"));
  }

  @Override
  public ModelFolder model() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Answer understand(
      UnderstandingRequest request, JobListener listener, Cancellation cancellation) {
    begin(request, cancellation);
    listener.progress("write", 1, 4);
    listener.text("two ");
    listener.text("cats");
    return answer("two cats", List.of());
  }

  @Override
  public Answer imagine(ImaginingRequest request, JobListener listener, Cancellation cancellation) {
    begin(request, cancellation);
    return answer("<image>", List.of(embedding()));
  }

  @Override
  public Painting generate(
      PaintingRequest request, JobListener listener, Cancellation cancellation) {
    return generateAll(List.of(request), listener, cancellation).get(0);
  }

  @Override
  public List<Painting> generateAll(
      List<PaintingRequest> requests, JobListener listener, Cancellation cancellation) {
    List<Painting> paintings = new ArrayList<>();
    for (PaintingRequest request : requests) {
      begin(request, cancellation);
      listener.progress("paint", 1, 2);
      paintings.add(paint(request.imagining().prompt(), request.decoding()));
    }
    return paintings;
  }

  @Override
  public Painting edit(PaintingRequest request, JobListener listener, Cancellation cancellation) {
    begin(request, cancellation);
    return paint(request.imagining().prompt(), request.decoding());
  }

  @Override
  public Painting decode(DecodingRequest request, JobListener listener, Cancellation cancellation) {
    begin(request, cancellation);
    return paint("", request.decoding());
  }

  @Override
  public VisionEncoding encode(List<Image> images, ImageRoute route, PartChoice parts) {
    asked.add(route);
    return encoding();
  }

  @Override
  public VisionEncoding encode(Image image, PixelSize size, PartChoice parts) {
    asked.add(size);
    return encoding();
  }

  @Override
  public Conversation chat() {
    return new FakeConversation();
  }

  @Override
  public void close() {
    closed++;
  }

  private void begin(Object request, Cancellation cancellation) {
    asked.add(request);
    cancellation.check();
    failure.ifPresent(
        thrown -> {
          if (thrown instanceof Error error) {
            throw error;
          }
          throw (RuntimeException) thrown;
        });
  }

  static ImageEmbedding embedding() {
    return new ImageEmbedding(Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 4, 2), 2, 2);
  }

  private static VisionEncoding encoding() {
    return new VisionEncoding(
        Tensor.of(new float[] {1, 2}, 1, 2), List.of(new ImageGrid(1, 4, 4)), List.of(embedding()));
  }

  private static Answer answer(String text, List<ImageEmbedding> images) {
    return new Answer(text, List.of(7, 8), images, Finish.END_OF_TEXT, report());
  }

  private static Painting paint(String prompt, DecodeOptions options) {
    long first = options.seed().orElse(SEED);
    int width = options.width().orElse(SIDE);
    Image image = new Image(width, SIDE, Image.Channels.RGB, new byte[width * SIDE * 3]);
    Tensor latents = Tensor.of(new float[] {0}, 1, 1, 1, 1);
    List<Decoding> pictures =
        IntStream.range(0, options.count())
            .mapToObj(i -> new Decoding(image, latents, latents, List.of(), List.of()))
            .toList();
    List<Long> seeds = LongStream.range(first, first + options.count()).boxed().toList();
    return new Painting(pictures, seeds, prompt, "here it is", report());
  }

  private static JobReport report() {
    Map<String, Duration> timings = new LinkedHashMap<>();
    timings.put("load", Duration.ofMillis(1500));
    timings.put("paint", Duration.ofMillis(250));
    return new JobReport(
        timings,
        Map.of("output_ids", Tensor.of(new long[] {7, 8}, 2)),
        Map.of("sampler", "euler 0.1.0"),
        List.of("size 9x9 was rounded up to 16x16"));
  }

  /** A chat that draws when it is told to. */
  private final class FakeConversation implements Conversation {
    @Override
    public Reply say(
        List<Image> images,
        String text,
        ChatOptions options,
        JobListener listener,
        Cancellation cancellation) {
      begin(options.kind() + " " + images.size() + " " + text, cancellation);
      if (options.kind() == Kind.TALK) {
        listener.text("you said " + text);
        return new Reply("you said " + text, List.of(), report());
      }
      return new Reply("", List.of(paint(text, options.decoding()).image()), report());
    }

    @Override
    public List<Message> history() {
      return List.of();
    }

    @Override
    public void clear() {
      asked.add("clear");
    }
  }

  static NexusGenException broken() {
    return new NexusGenException("disk full: wrote 3 of 5 bytes");
  }
}
