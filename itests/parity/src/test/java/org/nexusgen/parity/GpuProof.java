package org.nexusgen.parity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.engine.Availability;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.parity.published.BlocksProof;

/**
 * The program of {@code itests/gpu/gpu-proof.sh}: compares an engine with the reference's values
 * and with ONNX Runtime, times it, and writes one section of the results. Ends with 1 if something
 * does not hold, with 2 if the engine cannot run here.
 */
public final class GpuProof {
  private static final int BAD_INPUT = 2;

  private GpuProof() {}

  /**
   * @param arguments engine, label, limit, repeats, {@code real} or {@code tiny}, file of the
   *     section
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 6) {
      System.err.println("wants: ENGINE LABEL LIMIT REPEATS real|tiny FILE");
      System.exit(BAD_INPUT);
    }
    System.exit(
        run(
            arguments[0],
            arguments[1],
            Double.parseDouble(arguments[2]),
            Integer.parseInt(arguments[3]),
            arguments[4].equals("tiny"),
            Path.of(arguments[5])));
  }

  /** The same without the end of the process. */
  static int run(String engine, String label, double limit, int repeats, boolean tiny, Path section)
      throws IOException {
    Engine found = engine(engine);
    if (found.availability() instanceof Availability.Unavailable not) {
      System.err.println("engine " + engine + " cannot run here: " + not.message());
      return BAD_INPUT;
    }
    Files.writeString(section, heading(found, label, repeats));
    ProofItems items =
        new ProofItems(
            section,
            Pattern.compile(System.getProperty("proof.only", "")),
            Double.parseDouble(System.getProperty("proof.seconds", "1e9")));
    GoldenProof golden = new GoldenProof(engine, limit, items);
    golden.mini();
    if (!tiny) {
      golden.starter();
    }
    new BlocksProof(engine, limit, repeats, items).run(tiny);
    Files.writeString(section, System.lineSeparator(), StandardOpenOption.APPEND);
    System.err.println(items.holds() ? "all of it holds" : "something does not hold");
    return items.holds() ? 0 : 1;
  }

  /** One of those that are there. */
  static Engine engine(String name) {
    return ServiceLoader.load(Engine.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException("engine: got '%s', of which there is none".formatted(name)));
  }

  private static String heading(Engine engine, String label, int repeats) {
    StringBuilder text = new StringBuilder();
    text.append(
        "## %s: %s %s on %s%n%n"
            .formatted(label, engine.name(), engine.info().version(), engine.info().device()));
    text.append("Largest differences, relative to the largest value or 1.");
    if (repeats > 0) {
      text.append(
          (" Times are the median and the least of %d runs, with inputs copied from Java's memory and outputs to that"
                  + " of the engine's process; the first run builds plans.")
              .formatted(repeats));
    }
    text.append("%n%n".formatted());
    text.append(
        "| what | sizes | against | difference | limit | holds | ms | least ms | first ms |%n"
            .formatted());
    text.append("| --- | --- | --- | ---: | ---: | --- | ---: | ---: | ---: |%n".formatted());
    return text.toString();
  }
}
