package org.nexusgen.data.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.image.ImageFiles;
import org.nexusgen.data.unified.ImageRules;
import org.nexusgen.data.unified.PlacedSample;
import org.nexusgen.data.unified.SampleReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks every rule of every sample. */
@Command(
    name = "validate",
    description = "Check every sample and picture; errors name file and line.",
    mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "JSONL file, or folder of such files.")
  private Path path = Path.of("");

  @Option(
      names = "--most-errors",
      paramLabel = "N",
      description = "Stop after so many (${DEFAULT-VALUE}).")
  private int mostErrors = 20;

  private final ImageRules rules;
  private final PrintStream err;

  ValidateCommand(ImageFiles images, PrintStream err) {
    this.rules = new ImageRules(images);
    this.err = err;
  }

  @Override
  public Integer call() {
    long good = 0;
    long bad = 0;
    try (SampleReader reader = new SampleReader(path)) {
      boolean more = true;
      while (more && bad < mostErrors) {
        Samples.stopIfInterrupted();
        try {
          Optional<PlacedSample> placed = reader.next();
          more = placed.isPresent();
          if (placed.isPresent()) {
            check(placed.get());
            good++;
          }
        } catch (BadInputException e) {
          if (good + bad == 0 && e.getMessage() != null && isWhole(e.getMessage())) {
            throw e;
          }
          err.println("nexusgen: " + e.getMessage());
          bad++;
        }
      }
    }
    if (bad > 0) {
      throw new BadInputException(
          "%s: %d samples are right, %d are not%s"
              .formatted(path, good, bad, bad < mostErrors ? "" : " (stopped there)"));
    }
    return 0;
  }

  /** Whether nothing can be read at all, so that there is no next line to go on with. */
  private boolean isWhole(String message) {
    return message.startsWith(path + ": ") || message.startsWith(path + " cannot");
  }

  private void check(PlacedSample placed) {
    for (Path file : placed.imageFiles()) {
      rules.read(file, placed.place());
    }
  }
}
