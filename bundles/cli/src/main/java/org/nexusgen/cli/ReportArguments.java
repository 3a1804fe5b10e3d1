package org.nexusgen.cli;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.tensor.Tensor;
import picocli.CommandLine.Option;

/** What a command tells beside its result. */
final class ReportArguments {
  @Option(names = "--json", description = "Print one JSON object about the result.")
  private boolean json;

  @Option(
      names = "--dump",
      paramLabel = "FILE",
      description = "Write the intermediate tensors as safetensors.")
  private @Nullable Path dump;

  boolean json() {
    return json;
  }

  /** Refuses early what could not be written late. */
  void check(Pictures pictures, int prompts) {
    check();
    alone(pictures.toStandardOutput());
    if (dump != null && prompts > 1) {
      throw new BadInputException(
          "--dump stores the tensors of one prompt, got %d prompts".formatted(prompts));
    }
  }

  /** Refuses early what could not be written late. */
  void check() {
    if (dump != null) {
      if (dump.equals(Checks.STANDARD_OUTPUT)) {
        throw new BadInputException("--dump: got -, wants a file that ends in .safetensors");
      }
      Checks.writable(dump, ".safetensors");
    }
  }

  /** Refuses early what could not be written late. */
  void check(Embeddings embeddings) {
    check();
    alone(embeddings.toStandardOutput());
  }

  private void alone(boolean toStandardOutput) {
    if (json && toStandardOutput) {
      throw new BadInputException(
          "-o - and --json both write to standard output; give the result a file");
    }
  }

  void dump(Tools tools, Map<String, Tensor> tensors) {
    if (dump != null) {
      tools.tensors().get().write(dump, tensors, Map.of("format", "pt"));
    }
  }
}
