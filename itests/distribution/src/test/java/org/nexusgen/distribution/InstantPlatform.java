package org.nexusgen.distribution;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.DecodeOptions;
import org.nexusgen.api.DecodingRequest;
import org.nexusgen.api.JobListener;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.NexusGenFactory;
import org.nexusgen.api.Painting;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.decode.Conditioning;
import org.nexusgen.api.decode.Conditioning.TokenGroup;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.decode.Projector;
import org.nexusgen.api.decode.VisionDecoder;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.vision.VisionEncoder;
import org.nexusgen.distribution.PartBundle.Part;
import org.nexusgen.distribution.part.InstantDecoders;
import org.nexusgen.distribution.part.InstantEncoders;
import org.nexusgen.launcher.Installation;
import org.nexusgen.launcher.Platform;
import org.nexusgen.launcher.PlatformSettings;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * A platform with parts that need no network: an encoder and a decoder from a bundle that comes and
 * goes, another decoder and a projector that stay.
 */
final class InstantPlatform implements AutoCloseable {
  static final String NAME = "instant";

  static final String IMPORTS =
      Stream.of("", ".decode", ".image", ".sampling", ".tensor", ".vision", ".weights")
          .map(one -> "org.nexusgen.api" + one + ";version=\"[1.0,2)\"")
          .reduce((left, right) -> left + "," + right)
          .orElseThrow();

  /** Long enough for a machine that is busy with other things. */
  private static final int PATIENCE_SECONDS = 120;

  private static final Map<String, String> PATIENT =
      Map.of(
          "pipeline.drainSeconds", Integer.toString(PATIENCE_SECONDS),
          "pipeline.graceSeconds", Integer.toString(PATIENCE_SECONDS));

  private final Platform platform;
  private final List<Path> versions = new ArrayList<>();
  private final List<WeakReference<ClassLoader>> gone = new ArrayList<>();
  private final ServiceRegistration<VisionDecoder.Provider> staying;
  private Bundle bundle;

  InstantPlatform(Shipped shipped, Path folder) throws IOException, BundleException {
    platform =
        Platform.start(
            PlatformSettings.of(new Installation(shipped.home()), folder.resolve("storage"))
                .overriding(PATIENT));
    PartBundle parts = parts();
    versions.add(parts.packed(folder, "1.0.0"));
    versions.add(parts.packed(folder, "2.0.0"));
    platform
        .context()
        .registerService(
            Projector.Provider.class,
            new InstantProjectors(),
            FrameworkUtil.asDictionary(Map.of("service.ranking", 1000)));
    staying =
        platform
            .context()
            .registerService(
                VisionDecoder.Provider.class,
                new InstantDecoders(),
                FrameworkUtil.asDictionary(ranking(2000)));
    bundle = platform.context().installBundle(versions.get(0).toUri().toString());
    bundle.start();
  }

  Platform platform() {
    return platform;
  }

  NexusGenFactory factory() {
    return platform.service(NexusGenFactory.class);
  }

  void stopAndStart() throws BundleException {
    bundle.stop();
    bundle.start();
  }

  /** To the other version, with classes of its own. */
  void update(int number) throws BundleException, IOException, InterruptedException {
    remember();
    try (InputStream jar = Files.newInputStream(versions.get(number % versions.size()))) {
      bundle.update(jar);
    }
    refresh();
  }

  void reinstall(int number) throws BundleException, InterruptedException {
    remember();
    bundle.uninstall();
    refresh();
    bundle =
        platform.context().installBundle(versions.get(number % versions.size()).toUri().toString());
    bundle.start();
  }

  /** Puts the decoder that stays above or below the one that comes and goes. */
  void rank(boolean above) {
    staying.setProperties(FrameworkUtil.asDictionary(ranking(above ? 2000 : 0)));
  }

  /**
   * Another sampler, and something that tells when the pipeline has taken it over.
   *
   * @param threads another number than before
   */
  void configure(String sampler, int threads) throws IOException, InterruptedException {
    configure(Map.of("sampler", sampler, "threads", threads));
    while (factory().configured(Path.of("any")).session().threads() != threads) {
      Thread.sleep(0, 100_000);
    }
  }

  /** How long a part that is taken away waits. */
  void drainSeconds(int seconds) throws IOException, InterruptedException {
    configure(Map.of("drainSeconds", seconds, "threads", seconds));
    while (factory().configured(Path.of("any")).session().threads() != seconds) {
      Thread.sleep(1);
    }
  }

  /** How long a request waits for a sign of life. */
  void patienceSeconds(int seconds) throws IOException, InterruptedException {
    configure(Map.of("patienceSeconds", seconds, "threads", 100 + seconds));
    while (factory().configured(Path.of("any")).session().threads() != 100 + seconds) {
      Thread.sleep(1);
    }
  }

  private void configure(Map<String, Object> settings) throws IOException {
    Map<String, Object> all = new HashMap<>();
    all.put("drainSeconds", PATIENCE_SECONDS);
    all.put("graceSeconds", PATIENCE_SECONDS);
    all.putAll(settings);
    platform
        .service(ConfigurationAdmin.class)
        .getConfiguration("org.nexusgen.pipeline", "?")
        .update(FrameworkUtil.asDictionary(all));
  }

  /** A picture from nothing, with a decoder by name or the one that ranks first. */
  static Painting decode(NexusGen nexusGen, Optional<String> decoder) {
    DecodeOptions model = DecodeOptions.model();
    DecodeOptions options =
        new DecodeOptions(
            OptionalInt.of(1),
            OptionalInt.of(1),
            model.steps(),
            OptionalDouble.of(1),
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
            1);
    return nexusGen.decode(
        new DecodingRequest(Tensor.of(new float[] {0}, 1, 1), List.of(), options),
        JobListener.silent(),
        new Cancellation());
  }

  /** Class loaders of bundles that were replaced. */
  List<WeakReference<ClassLoader>> gone() {
    return gone;
  }

  @Override
  public void close() {
    platform.close();
  }

  private void remember() {
    gone.add(new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader()));
  }

  private void refresh() throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    platform
        .context()
        .getBundle(0)
        .adapt(FrameworkWiring.class)
        .refreshBundles(List.of(bundle), event -> done.countDown());
    done.await();
  }

  private static Map<String, Object> ranking(int ranking) {
    return Map.of("service.ranking", ranking, "name", NAME);
  }

  private static PartBundle parts() {
    List<Class<?>> classes = new ArrayList<>();
    classes.addAll(List.of(InstantEncoders.class.getDeclaredClasses()));
    classes.addAll(List.of(InstantDecoders.class.getDeclaredClasses()));
    classes.add(presence());
    return new PartBundle(
        "com.example.instant",
        IMPORTS,
        List.of(
            new Part(
                InstantEncoders.class,
                VisionEncoder.Provider.class,
                Map.of("name", NAME, "service.ranking:Integer", "-1000"),
                "leave"),
            new Part(
                InstantDecoders.class,
                VisionDecoder.Provider.class,
                Map.of("name", NAME, "service.ranking:Integer", "1000"),
                "leave")),
        classes);
  }

  private static Class<?> presence() {
    try {
      return Class.forName("org.nexusgen.distribution.part.Presence");
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Projects to nothing, which is enough for the decoder. */
  private static final class InstantProjectors implements Projector.Provider {
    @Override
    public String name() {
      return NAME;
    }

    @Override
    public DecodingTask task() {
      return DecodingTask.GENERATION;
    }

    @Override
    public Projector open(PartContext context) {
      return new Projector() {
        @Override
        public Conditioning project(ImageEmbedding target, List<ImageEmbedding> references) {
          return new Conditioning(
              Tensor.of(new float[] {0}, 1, 1, 1), List.of(new TokenGroup(1, 1, true)));
        }

        @Override
        public void close() {
          // nothing is open
        }
      };
    }
  }
}
