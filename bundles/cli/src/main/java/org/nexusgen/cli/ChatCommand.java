package org.nexusgen.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.CancelledException;
import org.nexusgen.api.Conversation.ChatOptions;
import org.nexusgen.api.Language;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.NexusGenException;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExitCodeGenerator;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A conversation on the terminal, or from a pipe. */
@Command(
    name = "chat",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Talk with the model: ask, show pictures, let it draw and edit.",
    footer = {
      "",
      "In the conversation, a line is a question, or one of:",
      "  /image FILE    show a picture with the next line",
      "  /draw TEXT     paint a description",
      "  /edit TEXT     change the last picture",
      "  /save FILE     save the last picture",
      "  /clear         forget everything",
      "  /help          show these lines",
      "  /quit          end (so does the end of the input)",
      "",
      "Pictures are saved as chat-1.png, chat-2.png, … in --out-dir."
    })
final class ChatCommand extends Job implements IExitCodeGenerator {
  @Option(
      names = "--out-dir",
      paramLabel = "DIR",
      description = "Where pictures are saved (${DEFAULT-VALUE}).")
  private Path folder = Path.of(".");

  @Option(
      names = "--language",
      paramLabel = "L",
      description = "Template: en, zh (${DEFAULT-VALUE}).")
  private Language language = Language.EN;

  @Option(names = "--seed", paramLabel = "N", description = "Seed of noise and tokens.")
  private @Nullable Long seed;

  private int worst = Commands.DONE;

  @Mixin private final DecodeArguments decoding = new DecodeArguments();
  @Mixin private final TokenArguments tokens = new TokenArguments();

  @Mixin private final PartArguments parts = new PartArguments();

  ChatCommand(Tools tools, Tools.Streams streams) {
    super(tools, streams);
  }

  @Override
  public void run() {
    Checks.writable(folder.resolve("chat-1.png"));
    decoding.noteUnused(streams().err());
    InputLines lines = new InputLines(streams().in());
    try (NexusGen nexusGen = model().open(tools(), streams())) {
      ChatSession session =
          new ChatSession(
              tools(),
              streams(),
              nexusGen.chat(),
              folder,
              kind ->
                  new ChatOptions(
                      kind,
                      language,
                      tokens.options(seed),
                      decoding.options(tools(), seed),
                      parts.choice()));
      prompt();
      Optional<String> line = lines.next();
      while (line.isPresent() && !line.get().strip().equals("/quit")) {
        answer(session, line.get().strip());
        prompt();
        line = lines.next();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException();
    }
  }

  /** A line that fails does not end the conversation. */
  private void answer(ChatSession session, String line) {
    try {
      session.take(line, new Cancellation());
    } catch (CancelledException e) {
      throw e;
    } catch (NexusGenException e) {
      streams().err().println("nexusgen: " + e.getMessage());
      worst =
          Math.max(worst, e instanceof BadInputException ? Commands.BAD_INPUT : Commands.FAILED);
    }
  }

  /** At a terminal the person saw each failure; a script wants to know of any. */
  @Override
  public int getExitCode() {
    return streams().terminal() ? Commands.DONE : worst;
  }

  private void prompt() {
    if (streams().terminal()) {
      streams().err().print("> ");
      streams().err().flush();
    }
  }
}
