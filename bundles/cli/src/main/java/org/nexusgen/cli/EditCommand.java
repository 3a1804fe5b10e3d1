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

/** Paints a changed picture. */
@Command(
    name = "edit",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Change a picture as an instruction says.",
    footer = {
      "",
      "Examples:",
      "  nexusgen edit --image cat.png \"add sunglasses to the cat\" -o edited.png",
      "  nexusgen edit --image day.png \"the same street at night\" -o n.png --decoder generation",
      "",
      "<image> in the instruction marks a picture's place; without it, pictures come first.",
      "The generation decoder suits conceptual edits; the editing decoder keeps what is not named."
    })
final class EditCommand extends Job {
  @Option(
      names = "--image",
      paramLabel = "FILE",
      required = true,
      description = "The picture to change; may be repeated.")
  private List<Path> images = new ArrayList<>();

  @Mixin private final PromptArguments prompts = new PromptArguments();

  @Option(names = "-o", paramLabel = "FILE", required = true, description = "PNG to write.")
  private Path output = Checks.STANDARD_OUTPUT;

  @Option(names = "--seed", paramLabel = "N", description = "Seed of noise and tokens (42).")
  private @Nullable Long seed;

  @Mixin private final DecodeArguments decoding = new DecodeArguments();
  @Mixin private final TokenArguments tokens = new TokenArguments();

  EditCommand(Tools tools, Tools.Streams streams) {
    super(tools, streams);
  }

  @Override
  public void run() {
    List<String> texts = prompts.prompts();
    Pictures pictures = new Pictures(output, texts.size() * decoding.count());
    report().check(pictures, texts.size());
    DecodeOptions options = decoding.options(tools(), seed);
    decoding.noteUnused(streams().err());
    List<Painting> paintings = new ArrayList<>();
    List<Path> files = new ArrayList<>();
    try (NexusGen nexusGen = model().open(tools(), streams());
        Progress progress = new Progress(streams(), false)) {
      for (String text : texts) {
        PaintingRequest request =
            new PaintingRequest(prompts.request(read(images), text, tokens.options(seed)), options);
        Painting painting = nexusGen.edit(request, progress, new Cancellation());
        files.addAll(pictures.write(tools(), streams(), painting.pictures(), files.size()));
        paintings.add(painting);
      }
    }
    PaintingResults.tell(this, "edit", paintings, files);
  }
}
