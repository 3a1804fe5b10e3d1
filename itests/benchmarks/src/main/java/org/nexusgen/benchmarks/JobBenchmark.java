package org.nexusgen.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.nexusgen.api.Answer;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.DecodeOptions;
import org.nexusgen.api.ImaginingRequest;
import org.nexusgen.api.JobListener;
import org.nexusgen.api.Language;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.Painting;
import org.nexusgen.api.PaintingRequest;
import org.nexusgen.api.PartChoice;
import org.nexusgen.api.TokenOptions;
import org.nexusgen.api.UnderstandingRequest;
import org.nexusgen.api.backbone.GenerationSettings.ImageMode;
import org.nexusgen.api.backbone.GenerationSettings.PositionMode;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.vision.ImageRoute;
import org.nexusgen.api.vision.VisionEncoding;
import org.nexusgen.golden.Golden;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Whole jobs, warm: what a server pays for each request. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class JobBenchmark {
  private static final String PROMPT = "a red circle to the left of a blue square";

  /** Threads of the engine. */
  @Param({"1", "2"})
  private int threads;

  @SuppressWarnings("NullAway.Init") // by open()
  private NexusGen nexusGen;

  @SuppressWarnings("NullAway.Init") // by open()
  private Image picture;

  /** Opens the shipped model and makes a picture to look at. */
  @Setup(Level.Trial)
  public void open() {
    nexusGen =
        NexusGen.open(
            NexusGenConfig.of(Golden.shippedModel())
                .withSession(SessionSettings.standard().withThreads(threads)));
    picture = generate().image();
  }

  /** Closes the model. */
  @TearDown(Level.Trial)
  public void close() {
    nexusGen.close();
  }

  /** A picture with the model's own number of steps. */
  @Benchmark
  public Painting generate() {
    return nexusGen.generate(painting(List.of()), JobListener.silent(), new Cancellation());
  }

  /** A changed picture. */
  @Benchmark
  public Painting edit() {
    return nexusGen.edit(painting(List.of(picture)), JobListener.silent(), new Cancellation());
  }

  /** A caption. */
  @Benchmark
  public Answer understand() {
    return nexusGen.understand(
        new UnderstandingRequest(List.of(picture), "describe the image.", TokenOptions.model()),
        JobListener.silent(),
        new Cancellation());
  }

  /** The vision encoder alone. */
  @Benchmark
  public VisionEncoding encode() {
    return nexusGen.encode(List.of(picture), ImageRoute.EDITING, PartChoice.best());
  }

  /** Image embeddings in one pass. */
  @Benchmark
  public Answer imagineInOnePass() {
    return imagine(ImageMode.ONE_PASS);
  }

  /** Image embeddings as the reference predicts them, a row at a time. */
  @Benchmark
  public Answer imagineInALoop() {
    return imagine(ImageMode.LOOP);
  }

  private Answer imagine(ImageMode mode) {
    return nexusGen.imagine(
        new ImaginingRequest(
            List.of(),
            PROMPT,
            Language.EN,
            false,
            TokenOptions.model().with(mode, PositionMode.REFERENCE)),
        JobListener.silent(),
        new Cancellation());
  }

  private static PaintingRequest painting(List<Image> images) {
    DecodeOptions options = DecodeOptions.model();
    return new PaintingRequest(
        new ImaginingRequest(images, PROMPT, Language.EN, false, TokenOptions.model()), options);
  }
}
