package org.nexusgen.cli;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.ModelPacker;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A model folder as a bundle. */
@Command(
    name = "pack",
    mixinStandardHelpOptions = true,
    description = {
      "Pack a model folder into a bundle, which 'nexusgen bundles install' installs.",
      "While it is installed, '--model NAME' opens the model."
    })
final class PackCommand extends ModelsCommand.OnModel {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "F.jar",
      required = true,
      description = "The bundle to write.")
  private @Nullable Path output;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name of the bundle and the model; the model's own if left out.")
  private @Nullable String name;

  @Option(
      names = "--bundle-version",
      paramLabel = "V",
      defaultValue = "1.0.0",
      description = "Version of the bundle (${DEFAULT-VALUE}).")
  private String version = "1.0.0";

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  private final Tools tools;

  PackCommand(Tools tools, Tools.Streams streams) {
    super(tools, streams);
    this.tools = tools;
  }

  @Override
  void look(ModelFolder model, Tools.Streams streams) {
    String chosen = name == null ? model.settings().name() : name;
    Path target = Objects.requireNonNull(output, "picocli requires it");
    ModelPacker.Packed packed = tools.packer().get().pack(model, target, chosen, version);
    packed.notes().forEach(note -> streams.err().println("nexusgen: note: " + target + " " + note));
    if (json) {
      new JsonResult("models pack")
          .put("file", packed.jar())
          .put("name", chosen)
          .put("version", version)
          .put("files", packed.files())
          .put("bytes", packed.bytes())
          .put("notes", packed.notes())
          .print(streams.out());
    } else {
      streams
          .out()
          .println(
              "%s holds model %s %s: %d files, %d bytes"
                  .formatted(packed.jar(), chosen, version, packed.files(), packed.bytes()));
    }
  }
}
