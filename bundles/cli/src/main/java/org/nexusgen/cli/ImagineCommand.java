package org.nexusgen.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.Answer;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.NexusGen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The autoregressive half: image embeddings. */
@Command(
    name = "imagine",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Predict the embeddings of a picture; needs no decoder.",
    footer = {
      "",
      "Examples:",
      "  nexusgen imagine \"three green triangles\" -o e.safetensors",
      "  nexusgen imagine --image cat.png \"add sunglasses\" -o e.safetensors",
      "  nexusgen decode --embedding e.safetensors -o out.png",
      "",
      "The file holds one tensor, embedding [tokens, width]."
    })
final class ImagineCommand extends Job {
  @Option(names = "--image", paramLabel = "FILE", description = "A picture to change.")
  private List<Path> images = new ArrayList<>();

  @Mixin private final PromptArguments prompts = new PromptArguments();

  @Option(
      names = "-o",
      paramLabel = "FILE",
      required = true,
      description = "File to write; -: standard output.")
  private Path output = Checks.STANDARD_OUTPUT;

  @Option(names = "--seed", paramLabel = "N", description = "Seed of token sampling.")
  private @Nullable Long seed;

  @Mixin private final TokenArguments tokens = new TokenArguments();

  ImagineCommand(Tools tools, Tools.Streams streams) {
    super(tools, streams);
  }

  @Override
  public void run() {
    Embeddings embeddings = new Embeddings(output);
    report().check(embeddings);
    List<String> texts = prompts.prompts();
    if (texts.size() > 1) {
      throw new BadInputException("imagine takes one prompt, got " + texts.size());
    }
    Answer answer;
    try (NexusGen nexusGen = model().open(tools(), streams());
        Progress progress = new Progress(streams(), false)) {
      answer =
          nexusGen.imagine(
              prompts.request(read(images), texts.get(0), tokens.options(seed)),
              progress,
              new Cancellation());
    }
    embeddings.write(
        tools().tensors().get(),
        streams().out(),
        Map.of("embedding", answer.images().get(0).values()));
    tell(
        new JsonResult("imagine")
            .put("text", answer.text())
            .put("ids", answer.newIds())
            .put("finish", answer.finish())
            .files(List.of(output)),
        answer.report());
  }
}
