package org.nexusgen.data.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.image.ImageFiles;
import org.nexusgen.api.train.SampleSource.Split;
import org.nexusgen.data.shapes.ShapesSample;
import org.nexusgen.data.shapes.ShapesWorld;
import org.nexusgen.data.shapes.TaskShares;
import org.nexusgen.data.unified.SampleWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes samples of the shapes world. */
@Command(
    name = "shapes",
    description = "Write samples of the shapes world: data.jsonl and PNG pictures.",
    mixinStandardHelpOptions = true)
final class ShapesCommand implements Callable<Integer> {
  private static final int FILES_PER_FOLDER = 1000;

  @Option(names = "--count", required = true, paramLabel = "N", description = "Samples.")
  private int count;

  @Option(names = "--seed", paramLabel = "N", description = "Seed (${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "DIR",
      description = "Folder.")
  private Path output = Path.of("");

  @Option(
      names = "--tasks",
      paramLabel = "U:G:E",
      description = "Shares of understanding, generation and editing (${DEFAULT-VALUE}).")
  private String tasks = "0.2:0.4:0.4";

  @Option(names = "--held-out", description = "Scenes that training never sees.")
  private boolean heldOut;

  @Option(
      names = "--world",
      paramLabel = "SETTING",
      description = "A setting of the world, such as objects=1-2 or kinds=recolour,dense.")
  private List<String> settings = new ArrayList<>();

  private final ImageFiles images;
  private final PrintWriter out;

  ShapesCommand(ImageFiles images, PrintWriter out) {
    this.images = images;
    this.out = out;
  }

  @Override
  public Integer call() {
    if (count < 1) {
      throw new BadInputException("--count: got %d, wants 1 or more".formatted(count));
    }
    TaskShares shares = TaskShares.parse(tasks);
    ShapesWorld world = ShapesWorld.with(settings, seed, heldOut ? Split.HELD_OUT : Split.TRAINING);
    Path file = output.resolve("data.jsonl");
    try (SampleWriter writer = new SampleWriter(file)) {
      for (int i = 0; i < count; i++) {
        Samples.stopIfInterrupted();
        ShapesSample sample = world.sample(i, shares);
        if (sample.alternatives() || !sample.drills().isEmpty()) {
          throw new BadInputException(
              "--world: alternatives and drills are no conversations, a dataset cannot hold them;"
                  + " trainers draw them from the source 'shapes?alternatives=yes'");
        }
        List<String> paths = new ArrayList<>();
        for (Image image : sample.images()) {
          paths.add("images/%04d/%08d-%d.png".formatted(i / FILES_PER_FOLDER, i, paths.size()));
          write(image, output.resolve(paths.getLast()));
        }
        writer.write(sample.unified(paths));
      }
      writer.commit();
    }
    out.println(file);
    return 0;
  }

  private void write(Image image, Path file) {
    try {
      Files.createDirectories(file.resolveSibling(""));
    } catch (IOException e) {
      throw new NexusGenException("%s cannot be made: %s".formatted(file.getParent(), e), e);
    }
    images.writePng(image, file);
  }
}
