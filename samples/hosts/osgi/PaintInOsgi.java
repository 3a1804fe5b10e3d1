import java.nio.file.Files;
import java.nio.file.Path;
import org.nexusgen.api.DecodeOptions;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.NexusGenFactory;
import org.nexusgen.api.Painting;
import org.nexusgen.api.PaintingRequest;
import org.nexusgen.api.image.ImageFiles;
import org.nexusgen.launcher.Installation;
import org.nexusgen.launcher.Platform;
import org.osgi.framework.Bundle;

/**
 * A host with an OSGi framework inside: the first one on its class path. Arguments: the
 * distribution's folder, a description, the picture to write, the number of steps.
 */
public final class PaintInOsgi {
  public static void main(String[] arguments) throws Exception {
    Path home = Path.of(arguments[0]);
    Path storage = Files.createTempDirectory("host-");
    try (Platform platform = Platform.start(new Installation(home), storage)) {
      Bundle framework = platform.context().getBundle(0);
      System.out.println(framework.getSymbolicName() + " " + framework.getVersion());
      DecodeOptions options = DecodeOptions.model().withSteps(Integer.parseInt(arguments[3]));
      NexusGenFactory models = platform.service(NexusGenFactory.class);
      try (NexusGen model = models.open(NexusGenConfig.of(home.resolve("models/mini")))) {
        Painting painting = model.generate(PaintingRequest.of(arguments[1]).withDecoding(options));
        platform.service(ImageFiles.class).writePng(painting.image(), Path.of(arguments[2]));
      }
    }
  }
}
