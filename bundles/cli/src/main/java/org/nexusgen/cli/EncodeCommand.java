package org.nexusgen.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.JobReport;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.vision.ImageGrid;
import org.nexusgen.api.vision.ImageRoute;
import org.nexusgen.api.vision.VisionEncoding;
import org.nexusgen.api.weights.PixelSize;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The vision encoder alone. */
@Command(
    name = "encode",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Encode a picture with the vision encoder; needs no decoder.",
    footer = {
      "",
      "Examples:",
      "  nexusgen encode --image cat.png -o e.safetensors",
      "  nexusgen encode --image cat.png --size 252x252 -o e.safetensors",
      "",
      "The file holds embedding [tokens, width] and grid_thw [1,3]."
    })
final class EncodeCommand extends Job {
  private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,5})x([1-9][0-9]{0,5})");

  @Option(names = "--image", paramLabel = "FILE", required = true, description = "A picture.")
  private Path image = Checks.STANDARD_OUTPUT;

  @Option(
      names = "-o",
      paramLabel = "FILE",
      required = true,
      description = "File to write; -: standard output.")
  private Path output = Checks.STANDARD_OUTPUT;

  @Option(names = "--size", paramLabel = "WxH", description = "Resize to exactly this (bicubic).")
  private @Nullable String size;

  @Option(
      names = "--route",
      paramLabel = "ROUTE",
      description =
          "How the picture is resized without --size: understanding, editing, reference, target"
              + " (${DEFAULT-VALUE}).")
  private ImageRoute route = ImageRoute.EDITING;

  @Mixin private final PartArguments parts = new PartArguments();

  EncodeCommand(Tools tools, Tools.Streams streams) {
    super(tools, streams);
  }

  @Override
  public void run() {
    Embeddings embeddings = new Embeddings(output);
    report().check(embeddings);
    Image picture = read(List.of(image)).get(0);
    VisionEncoding encoding;
    LastMeasures last = new LastMeasures();
    model().observe(last);
    long start = System.nanoTime();
    try (NexusGen nexusGen = model().open(tools(), streams())) {
      encoding =
          size == null
              ? nexusGen.encode(List.of(picture), route, parts.choice())
              : nexusGen.encode(picture, pixels(size), parts.choice());
    }
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    ImageGrid grid = encoding.grids().get(0);
    Tensor gridTensor = Tensor.of(new long[] {grid.frames(), grid.height(), grid.width()}, 1, 3);
    Tensor embedding = encoding.embeddings().get(0).values();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("embedding", embedding);
    tensors.put("grid_thw", gridTensor);
    embeddings.write(tools().tensors().get(), streams().out(), tensors);
    Map<String, Tensor> steps = new LinkedHashMap<>();
    steps.put("pixel_values", encoding.pixelValues());
    steps.put("image_grid_thw", gridTensor);
    steps.put("image_embeds", embedding);
    tell(
        new JsonResult("encode")
            .files(List.of(output))
            .put("grid", List.of(grid.frames(), grid.height(), grid.width()))
            .put("tokens", encoding.embeddings().get(0).tokens()),
        new JobReport(Map.of("encode", time), steps, Map.of(), List.of(), last.measures()));
  }

  private static PixelSize pixels(String text) {
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      throw new BadInputException("--size: got '" + text + "', wants WxH, such as 252x252");
    }
    return new PixelSize(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }
}
