package org.nexusgen.decoder.preview;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.command.Subcommand;
import org.nexusgen.api.decode.Projector;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.image.ImageFiles;
import org.nexusgen.api.image.ImageResizer;
import org.nexusgen.api.vision.VisionEncoder;
import org.nexusgen.api.weights.ModelLibrary;
import org.nexusgen.api.weights.TensorFiles;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code nexusgen preview}: makes the file that a model's previews need. */
@Component(service = Subcommand.class)
public final class PreviewCommand implements Subcommand {
  private static final int FAILED = 1;
  private static final int BAD_INPUT = 2;
  private static final long SEED = 1;

  private final PreviewFitting fitting;
  private final ImageFiles images;

  @Activate
  public PreviewCommand(
      @Reference List<Engine> engines,
      @Reference List<VisionEncoder.Provider> encoders,
      @Reference List<Projector.Provider> projectors,
      @Reference ModelLibrary models,
      @Reference ImageFiles images,
      @Reference ImageResizer resizer,
      @Reference TensorFiles files) {
    this.fitting = new PreviewFitting(engines, encoders, projectors, models, resizer, files);
    this.images = images;
  }

  /** With the services that the service loader finds. */
  public PreviewCommand() {
    this(
        Found.all(Engine.class),
        Found.all(VisionEncoder.Provider.class),
        Found.all(Projector.Provider.class),
        Found.only(ModelLibrary.class),
        Found.only(ImageFiles.class),
        Found.only(ImageResizer.class),
        Found.only(TensorFiles.class));
  }

  @Override
  public String name() {
    return PreviewMap.NAME;
  }

  @Override
  public String summary() {
    return "Fit a model's previews: writes " + PreviewMap.FILE + " for --decoder preview.";
  }

  @Override
  public int run(List<String> arguments, PrintStream out, PrintStream err) {
    try {
      if (arguments.contains("--help")) {
        out.println(PreviewOptions.USAGE);
      } else {
        out.println(write(PreviewOptions.of(arguments)));
      }
      return 0;
    } catch (BadInputException e) {
      err.println("nexusgen: " + e.getMessage());
      return BAD_INPUT;
    } catch (NexusGenException e) {
      err.println("nexusgen: " + e.getMessage());
      return FAILED;
    }
  }

  private Path write(PreviewOptions options) {
    fitting.write(options.model(), pictures(options), options.side(), options.output());
    return options.output();
  }

  private List<Image> pictures(PreviewOptions options) {
    if (options.pictures().isEmpty()) {
      Sketches sketches = new Sketches(SEED);
      return Stream.generate(sketches::next).limit(options.count()).toList();
    }
    List<Image> read = new ArrayList<>();
    Path folder = options.pictures().get();
    try (Stream<Path> found = Files.list(folder)) {
      found
          .filter(Files::isRegularFile)
          .sorted()
          .limit(options.count())
          .forEach(file -> read.add(images.read(file)));
    } catch (IOException e) {
      throw new BadInputException("pictures: cannot list " + folder + ": " + e.getMessage(), e);
    }
    return read;
  }
}
