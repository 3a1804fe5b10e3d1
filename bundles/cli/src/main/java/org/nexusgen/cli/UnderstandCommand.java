package org.nexusgen.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.Answer;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.UnderstandingRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Answers a question. */
@Command(
    name = "understand",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Answer a question, about pictures or not; the answer goes to standard output.",
    footer = {
      "",
      "Examples:",
      "  nexusgen understand --image cat.png \"what colour is the cat?\"",
      "  nexusgen understand --image a.png --image b.png \"what is different?\" --json"
    })
final class UnderstandCommand extends Job {
  @Option(names = "--image", paramLabel = "FILE", description = "A picture; may be repeated.")
  private List<Path> images = new ArrayList<>();

  @Parameters(paramLabel = "QUESTION", description = "What to ask.")
  private String question = "";

  @Option(names = "--seed", paramLabel = "N", description = "Seed of token sampling.")
  private @Nullable Long seed;

  @Mixin private final TokenArguments tokens = new TokenArguments();

  @Mixin private final PartArguments parts = new PartArguments();

  UnderstandCommand(Tools tools, Tools.Streams streams) {
    super(tools, streams);
  }

  @Override
  public void run() {
    report().check();
    UnderstandingRequest request =
        new UnderstandingRequest(
            read(images),
            Checks.said("the question", question),
            tokens.options(seed),
            parts.choice());
    Answer answer;
    try (NexusGen nexusGen = model().open(tools(), streams());
        Progress progress = new Progress(streams(), !report().json())) {
      answer = nexusGen.understand(request, progress, new Cancellation());
    }
    tell(
        new JsonResult("understand")
            .put("text", answer.text())
            .put("ids", answer.newIds())
            .put("finish", answer.finish()),
        answer.report());
  }
}
