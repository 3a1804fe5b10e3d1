package org.nexusgen.gogo;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.apache.felix.service.command.Descriptor;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.command.CommandLine;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The commands {@code nexus:…}: each hands its arguments to the command line's command of the same
 * name, options included, and gives what that prints. Gogo finds them by the properties of the
 * service, and its shell prints what they give.
 */
@Component(
    service = NexusCommands.class,
    property = {
      NexusCommands.SCOPE + "=nexus",
      NexusCommands.FUNCTION + "=generate",
      NexusCommands.FUNCTION + "=edit",
      NexusCommands.FUNCTION + "=understand",
      NexusCommands.FUNCTION + "=parts",
      NexusCommands.FUNCTION + "=models"
    })
public final class NexusCommands {
  static final String SCOPE = "osgi.command.scope";
  static final String FUNCTION = "osgi.command.function";

  private static final int BAD_INPUT = 2;

  private final CommandLine commands;

  @Activate
  public NexusCommands(@Reference CommandLine commands) {
    this.commands = commands;
  }

  @Descriptor("paints a description: nexus:generate PROMPT -o F.png; --help lists the options")
  public String generate(String... arguments) {
    return said("generate", arguments);
  }

  @Descriptor("changes a picture: nexus:edit --image F.png INSTRUCTION -o G.png")
  public String edit(String... arguments) {
    return said("edit", arguments);
  }

  @Descriptor("answers a question about pictures: nexus:understand --image F.png QUESTION")
  public String understand(String... arguments) {
    return said("understand", arguments);
  }

  @Descriptor("lists the parts that are installed")
  public String parts(String... arguments) {
    return said("parts", arguments);
  }

  @Descriptor("lists models: nexus:models; nexus:models info FOLDER describes one")
  public String models(String... arguments) {
    return said("models", arguments);
  }

  private String said(String command, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> all = Stream.concat(Stream.of(command), Stream.of(arguments)).toList();
    int exit =
        commands.run(all, InputStream.nullInputStream(), printing(out), printing(err), false);
    String error = err.toString(StandardCharsets.UTF_8).strip();
    return switch (exit) {
      case 0 -> out.toString(StandardCharsets.UTF_8).stripTrailing();
      case BAD_INPUT -> throw new BadInputException(error);
      default -> throw new NexusGenException(error);
    };
  }

  private static PrintStream printing(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
