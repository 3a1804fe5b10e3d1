package org.nexusgen.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.ImaginingRequest;
import org.nexusgen.api.Language;
import org.nexusgen.api.TokenOptions;
import org.nexusgen.api.image.Image;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What to imagine: one prompt, or a file of them. */
final class PromptArguments {
  @Parameters(arity = "0..1", paramLabel = "PROMPT", description = "Description or instruction.")
  private @Nullable String prompt;

  @Option(names = "--prompts", paramLabel = "FILE", description = "A prompt on each line.")
  private @Nullable Path file;

  @Option(
      names = "--language",
      paramLabel = "L",
      description = "Template: en, zh (${DEFAULT-VALUE}).")
  private Language language = Language.EN;

  @Option(names = "--polish", description = "Let the model enrich the prompt first.")
  private boolean polish;

  @Mixin private final PartArguments parts = new PartArguments();

  List<String> prompts() {
    if ((prompt == null) == (file == null)) {
      throw new BadInputException(
          prompt == null
              ? "no prompt: give one, or a file of them with --prompts"
              : "give a prompt or --prompts, not both");
    }
    if (file == null) {
      return List.of(Checks.said("the prompt", String.valueOf(prompt)));
    }
    List<String> lines = Checks.text(file).lines().filter(line -> !line.isBlank()).toList();
    if (lines.isEmpty()) {
      throw new BadInputException("no prompt in " + file + ": wants one on each line");
    }
    return lines;
  }

  ImaginingRequest request(List<Image> images, String text, TokenOptions tokens) {
    return new ImaginingRequest(images, text, language, polish, tokens, parts.choice());
  }
}
