package org.nexusgen.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.nexusgen.api.command.Subcommand;
import org.nexusgen.image.JavaImageFiles;
import org.nexusgen.models.packing.FolderModelPacker;
import org.nexusgen.weights.NexusGenModelLibrary;
import org.nexusgen.weights.SafetensorsTensorFiles;

/** Types commands, and keeps what they print. */
final class Terminal {
  final FakeNexusGen nexusGen = new FakeNexusGen();
  final List<Subcommand> more = new ArrayList<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private String input = "";
  private boolean isTerminal;

  /** What stands on standard input. */
  Terminal typing(String text) {
    input = text;
    return this;
  }

  Terminal onScreen() {
    isTerminal = true;
    return this;
  }

  /** Runs a command with a model that is not looked at; gives the exit code. */
  int run(String... arguments) {
    out.reset();
    err.reset();
    Tools tools =
        new Tools(
            () -> nexusGen,
            JavaImageFiles::new,
            SafetensorsTensorFiles::new,
            NexusGenModelLibrary::new,
            FolderModelPacker::new,
            () -> more);
    Tools.Streams streams =
        new Tools.Streams(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            isTerminal);
    return new Commands(tools, streams).run(List.of(arguments));
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  byte[] outBytes() {
    return out.toByteArray();
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
