package org.nexusgen.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.weights.TensorFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a model folder with random weights. */
@Command(
    name = "make",
    description = "Make a model with random weights and every part but a tokenizer.",
    mixinStandardHelpOptions = true)
final class MakeCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "Folder to write.")
  private Path folder = Path.of("");

  @Option(names = "--hidden", description = "Width of the backbone (${DEFAULT-VALUE}).")
  private int hidden = 512;

  @Option(names = "--layers", description = "Layers of the backbone (${DEFAULT-VALUE}).")
  private int layers = 8;

  @Option(names = "--vision-hidden", description = "Width of the encoder (${DEFAULT-VALUE}).")
  private int visionHidden = 512;

  @Option(names = "--vision-depth", description = "Blocks of the encoder (${DEFAULT-VALUE}).")
  private int visionDepth = 8;

  @Option(names = "--dit-hidden", description = "Width of the transformer (${DEFAULT-VALUE}).")
  private int ditHidden = 512;

  @Option(names = "--double-blocks", description = "Of the transformer (${DEFAULT-VALUE}).")
  private int doubleBlocks = 4;

  @Option(names = "--single-blocks", description = "Of the transformer (${DEFAULT-VALUE}).")
  private int singleBlocks = 8;

  @Option(names = "--vocabulary", description = "Token rows (${DEFAULT-VALUE}).")
  private int vocabulary = 8192;

  @Option(names = "--autoencoder-width", description = "First level (${DEFAULT-VALUE}).")
  private int autoencoderWidth = 32;

  @Option(names = "--seed", description = "Of the values (${DEFAULT-VALUE}).")
  private long seed = 1;

  private final TensorFiles files;
  private final PrintWriter out;

  MakeCommand(TensorFiles files, PrintWriter out) {
    this.files = files;
    this.out = out;
  }

  @Override
  public Integer call() {
    check(hidden % (4 * ModelSize.HEAD) == 0, "hidden", hidden, "a multiple of 256");
    check(visionHidden % ModelSize.HEAD == 0, "vision hidden", visionHidden, "a multiple of 64");
    check(ditHidden % ModelSize.DIT_HEAD == 0, "dit hidden", ditHidden, "a multiple of 128");
    check(autoencoderWidth % 32 == 0, "autoencoder width", autoencoderWidth, "a multiple of 32");
    ModelSize size =
        new ModelSize(
            hidden,
            layers,
            visionHidden,
            visionDepth,
            ditHidden,
            doubleBlocks,
            singleBlocks,
            vocabulary,
            autoencoderWidth);
    new MadeModel(size, files, folder).write(seed);
    out.println(folder);
    return 0;
  }

  private static void check(boolean right, String what, int got, String wanted) {
    if (!right) {
      throw new BadInputException("%s: got %d, wants %s".formatted(what, got, wanted));
    }
  }
}
