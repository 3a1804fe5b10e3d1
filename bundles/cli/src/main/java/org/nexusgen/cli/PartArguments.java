package org.nexusgen.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.PartChoice;
import picocli.CommandLine.Option;

/** Which parts of the autoregressive half work. */
final class PartArguments {
  @Option(
      names = "--encoder",
      paramLabel = "NAME",
      description = "Vision encoder; 'nexusgen parts' lists them; else pipeline.encoder.")
  private @Nullable String encoder;

  @Option(
      names = "--backbone",
      paramLabel = "NAME",
      description = "Backbone; 'nexusgen parts' lists them; else pipeline.backbone.")
  private @Nullable String backbone;

  PartChoice choice() {
    return new PartChoice(Optional.ofNullable(encoder), Optional.ofNullable(backbone));
  }
}
