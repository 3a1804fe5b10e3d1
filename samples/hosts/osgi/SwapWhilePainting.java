import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.DecodeOptions;
import org.nexusgen.api.JobListener;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.NexusGenFactory;
import org.nexusgen.api.Painting;
import org.nexusgen.api.PaintingRequest;
import org.nexusgen.api.image.ImageFiles;
import org.nexusgen.launcher.Installation;
import org.nexusgen.launcher.Platform;

/**
 * Swaps the decoder while it paints. The picture under way ends with the decoder that it began
 * with; the next one comes from the decoder that is left, and the last from the first one again.
 * Leaves under-way.png, next.png and again.png. Argument: the distribution's folder, if this is not
 * run by {@code nexusgen java}.
 */
public final class SwapWhilePainting {
  private static final String FLUX = "nexusgen-flux";

  /** Enough that the swap comes before the end. */
  private static final int STEPS = 100;

  public static void main(String[] arguments) throws Exception {
    Path home = Path.of(arguments.length > 0 ? arguments[0] : System.getProperty("nexusgen.home"));
    Path own = Files.createTempDirectory("host-");
    try (Platform platform =
        Platform.start(new Installation(home), own.resolve("storage"), own.resolve("data"))) {
      NexusGenFactory models = platform.service(NexusGenFactory.class);
      try (NexusGen model = models.open(NexusGenConfig.of(home.resolve("models/mini")))) {
        CountDownLatch painting = new CountDownLatch(1);
        JobListener listener =
            new JobListener() {
              @Override
              public void progress(String stage, int done, int total) {
                if (stage.equals("paint") && done > 0) {
                  painting.countDown();
                }
              }
            };
        CompletableFuture<Painting> underWay =
            CompletableFuture.supplyAsync(
                () -> model.generate(request(), listener, new Cancellation()));
        painting.await();

        platform.installed().stop(FLUX); // returns when nobody is inside any more
        save(platform, model.generate(request()), "next.png");
        save(platform, underWay.join(), "under-way.png");

        platform.installed().start(FLUX);
        save(platform, model.generate(request()), "again.png");
      }
    }
  }

  private static PaintingRequest request() {
    return PaintingRequest.of("three green triangles")
        .withDecoding(DecodeOptions.model().withSteps(STEPS));
  }

  private static void save(Platform platform, Painting painting, String file) {
    platform.service(ImageFiles.class).writePng(painting.image(), Path.of(file));
    System.out.println(file + " by " + painting.report().parts().get("decoder"));
  }
}
