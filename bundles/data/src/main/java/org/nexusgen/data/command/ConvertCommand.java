package org.nexusgen.data.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.image.ImageFiles;
import org.nexusgen.data.convert.Conversion;
import org.nexusgen.data.convert.SourceFormat;
import org.nexusgen.data.unified.ImageRules;
import org.nexusgen.data.unified.SampleWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Converts. */
@Command(
    name = "convert",
    description = "Convert a dataset of another form.",
    mixinStandardHelpOptions = true)
final class ConvertCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "JSON, JSONL, CSV or tar.")
  private Path input = Path.of("");

  @Option(
      names = "--from",
      required = true,
      paramLabel = "FORMAT",
      description = "llava, sharegpt, openai, captions, webdataset or triples.")
  private String from = "";

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "JSONL.")
  private Path output = Path.of("");

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description = "Where relative picture paths start; else the folder of FILE.")
  private @Nullable Path images;

  @Option(
      names = "--key",
      paramLabel = "MEANING=NAME",
      description = "Field of an image, caption, source, instruction or target.")
  private Map<String, String> keys = new LinkedHashMap<>();

  private final ImageFiles imageFiles;
  private final PrintWriter out;

  ConvertCommand(ImageFiles imageFiles, PrintWriter out) {
    this.imageFiles = imageFiles;
    this.out = out;
  }

  @Override
  public Integer call() {
    SourceFormat format = SourceFormat.of(from);
    Path folder = Optional.ofNullable(input.getParent()).orElse(Path.of(""));
    Path root = Optional.ofNullable(images).orElse(folder);
    Path store = output.resolveSibling(output.getFileName() + ".images");
    try (SampleWriter writer = new SampleWriter(output)) {
      Conversion conversion = new Conversion(root, store, new ImageRules(imageFiles), writer, keys);
      format.convert(input, conversion);
      conversion.finish(input);
      writer.commit();
      out.println("converted %d".formatted(writer.count()));
    }
    return 0;
  }
}
