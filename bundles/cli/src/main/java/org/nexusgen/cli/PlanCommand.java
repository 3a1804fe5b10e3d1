package org.nexusgen.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.MemoryPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a model would need of memory. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = {
      "Say what a model would need of memory, part by part, before anything is loaded: from its"
          + " configuration and the headers of its weight files.",
      "Needs no device: where an engine cannot run here, the plan says why, and that it is not known"
          + " what the device has.",
      "Exit code 1 if it does not fit, as far as that is known, or if a part would not open."
    },
    footer = {
      "",
      "Examples:",
      "  nexusgen models plan path/to/Nexus-GenV2 --engine tensorrt",
      "  nexusgen --set pipeline.residency=stage-wise models plan --engine decoder=tensorrt"
    })
final class PlanCommand implements Callable<Integer> {
  @Mixin private final ModelOptions model = new ModelOptions();

  @Parameters(arity = "0..1", paramLabel = "DIR", description = "Model folder, as --model says it.")
  private @Nullable Path folder;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  private final Tools tools;
  private final Tools.Streams streams;

  PlanCommand(Tools tools, Tools.Streams streams) {
    this.tools = tools;
    this.streams = streams;
  }

  @Override
  public Integer call() {
    MemoryPlan plan = model.plan(tools, folder);
    if (json) {
      PlanLines.json(plan).print(streams.out());
    } else {
      PlanLines.of(plan).forEach(streams.out()::println);
      streams.out().flush();
    }
    return plan.fits() ? Commands.DONE : Commands.FAILED;
  }
}
