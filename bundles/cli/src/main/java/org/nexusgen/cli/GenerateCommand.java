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
      "  nexusgen generate --prompts prompts.txt -o 'night-%%d.png'",
      "  nexusgen generate \"a quiet lake\" -o - > lake.png",
      "",
      "Several pictures are numbered: out-1.png, out-2.png, … or where the name has %%d; in a",
      "folder they are 1.png, 2.png, …  -o - writes to standard output."
    })
final class GenerateCommand extends Job {
  /** Prompts that are worked on together; their pictures are written before the next begin. */
  private static final int BATCH = 8;

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
    List<String> texts = prompts.prompts();
    Pictures pictures = new Pictures(output, texts.size() * decoding.count());
    report().check(pictures, texts.size());
    DecodeOptions options = decoding.options(tools(), seed);
    decoding.noteUnused(streams().err());
    List<PaintingRequest> requests =
        texts.stream()
            .map(
                text ->
                    new PaintingRequest(
                        prompts.request(List.of(), text, tokens.options(seed)), options))
            .toList();
    List<Painting> paintings = new ArrayList<>();
    List<Path> files = new ArrayList<>();
    int written = 0;
    try (NexusGen nexusGen = model().open(tools(), streams());
        Progress progress = new Progress(streams(), false)) {
      for (int from = 0; from < requests.size(); from += BATCH) {
        List<PaintingRequest> batch =
            requests.subList(from, Math.min(from + BATCH, requests.size()));
        for (Painting painting : nexusGen.generateAll(batch, progress, new Cancellation())) {
          files.addAll(pictures.write(tools(), streams(), painting.pictures(), written));
          written += painting.pictures().size();
          paintings.add(painting);
        }
      }
    }
    PaintingResults.tell(this, "generate", paintings, files);
  }
}
