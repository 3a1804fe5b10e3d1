package org.nexusgen.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.DecodeOptions;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.Painting;
import org.nexusgen.api.PaintingRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Paints descriptions. */
@Command(
    name = "generate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Paint a description.",
    footer = {
      "",
      "Examples:",
      "  nexusgen generate \"a red circle to the left of a blue square\" -o out.png",
      "  nexusgen generate \"three green triangles\" -o out.png --n 4 --steps 20 --seed 7",
      "  nexusgen generate --prompts prompts.txt -o out.png",
      "",
      "Several pictures are numbered: out-1.png, out-2.png, …  -o - writes to standard output."
    })
final class GenerateCommand extends Job {
  @Mixin private final PromptArguments prompts = new PromptArguments();

  @Option(names = "-o", paramLabel = "FILE", required = true, description = "PNG to write.")
  private Path output = Checks.STANDARD_OUTPUT;

  @Option(names = "--seed", paramLabel = "N", description = "Seed of noise and tokens (52).")
  private @Nullable Long seed;

  @Mixin private final DecodeArguments decoding = new DecodeArguments();
  @Mixin private final TokenArguments tokens = new TokenArguments();

  GenerateCommand(Tools tools, Tools.Streams streams) {
    super(tools, streams);
  }

  @Override
  public void run() {
    report().check();
    List<String> texts = prompts.prompts();
    Pictures pictures = new Pictures(output, texts.size() * decoding.count());
    DecodeOptions options = decoding.options(tools(), seed);
    List<PaintingRequest> requests =
        texts.stream()
            .map(
                text ->
                    new PaintingRequest(
                        prompts.request(List.of(), text, tokens.options(seed)), options))
            .toList();
    List<Painting> paintings;
    try (NexusGen nexusGen = model().open(tools());
        Progress progress = new Progress(streams(), false)) {
      paintings = nexusGen.generateAll(requests, progress, new Cancellation());
    }
    List<Path> files = new ArrayList<>();
    for (Painting painting : paintings) {
      files.addAll(pictures.write(tools(), streams(), painting.pictures(), files.size()));
    }
    PaintingResults.tell(this, "generate", paintings, files);
  }
}
