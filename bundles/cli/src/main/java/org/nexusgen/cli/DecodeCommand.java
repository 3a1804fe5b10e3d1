package org.nexusgen.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.DecodingRequest;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.Painting;
import org.nexusgen.api.tensor.Tensor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The decoding half: embeddings to pictures. */
@Command(
    name = "decode",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Paint embeddings; needs decoders and FLUX files only.",
    footer = {
      "",
      "Examples:",
      "  nexusgen decode --embedding e.safetensors -o out.png --cfg-scale 1",
      "  nexusgen decode --embedding e.safetensors --reference r.safetensors -o edited.png",
      "",
      "With a reference (the source picture, encoded at its reference size) the editing decoder",
      "paints, else the generation decoder."
    })
final class DecodeCommand extends Job {
  @Option(
      names = "--embedding",
      paramLabel = "FILE",
      required = true,
      description = "safetensors with embedding [tokens, width].")
  private Path embedding = Checks.STANDARD_OUTPUT;

  @Option(
      names = "--reference",
      paramLabel = "FILE",
      description = "safetensors with the source picture's embedding.")
  private @Nullable Path reference;

  @Option(names = "-o", paramLabel = "FILE", required = true, description = "PNG to write.")
  private Path output = Checks.STANDARD_OUTPUT;

  @Option(names = "--seed", paramLabel = "N", description = "Seed of the noise (52; editing: 42).")
  private @Nullable Long seed;

  @Mixin private final DecodeArguments decoding = new DecodeArguments();

  DecodeCommand(Tools tools, Tools.Streams streams) {
    super(tools, streams);
  }

  @Override
  public void run() {
    Pictures pictures = new Pictures(output, decoding.count());
    report().check(pictures, 1);
    List<Tensor> references =
        reference == null
            ? List.of()
            : List.of(tensor(reference, "embedding", "reference_embeddings"));
    DecodingRequest request =
        new DecodingRequest(
            tensor(embedding, "embedding", "image_embeddings"),
            references,
            decoding.options(tools(), seed));
    decoding.noteUnused(streams().err());
    Painting painting;
    try (NexusGen nexusGen = model().open(tools(), streams());
        Progress progress = new Progress(streams(), false)) {
      painting = nexusGen.decode(request, progress, new Cancellation());
    }
    List<Path> files = pictures.write(tools(), streams(), painting.pictures(), 0);
    PaintingResults.tell(this, "decode", List.of(painting), files);
  }

  /** One tensor of a file: by the usual name, or as dumps call it. */
  private Tensor tensor(Path file, String usual, String dumped) {
    Map<String, Tensor> tensors = tools().tensors().get().read(file);
    Tensor tensor = tensors.getOrDefault(usual, tensors.get(dumped));
    if (tensor == null) {
      throw new BadInputException(
          "%s has no tensor '%s' or '%s': got %s"
              .formatted(file, usual, dumped, String.join(", ", tensors.keySet())));
    }
    return tensor;
  }
}
