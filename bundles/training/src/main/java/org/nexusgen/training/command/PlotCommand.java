package org.nexusgen.training.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.nexusgen.training.run.Curves;
import org.nexusgen.training.run.LocalDisk;
import org.nexusgen.training.run.RunFolder;
import org.nexusgen.training.stage.Services;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code train plot}: every curve of a training as a picture. */
@Command(
    name = "plot",
    description = "Draw every curve of a training as PNG.",
    mixinStandardHelpOptions = true)
final class PlotCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RUN", description = "Folder of the run.")
  private Path folder = Path.of("");

  private final Supplier<Services> services;
  private final PrintWriter out;

  PlotCommand(Supplier<Services> services, PrintWriter out) {
    this.services = services;
    this.out = out;
  }

  @Override
  public Integer call() {
    Services given = services.get();
    RunFolder run = RunFolder.look(folder, new LocalDisk(given.tensorFiles()), given.tensorFiles());
    Curves.draw(run, Services.first(given.plots(), "plotter of curves")).forEach(out::println);
    return 0;
  }
}
