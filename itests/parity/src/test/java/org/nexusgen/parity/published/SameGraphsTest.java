package org.nexusgen.parity.published;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.engine.tensorrt.precision.FiniteMasks;
import org.nexusgen.engine.tensorrt.support.ReadableGraph;
import org.nexusgen.graph.OpenSizes;
import org.nexusgen.graph.onnx.OnnxWriter;
import org.nexusgen.graph.onnx.WeightLocation;

/** Java orders {@code Map.of} and {@code Set.of} anew in every process. */
@DisplayName("Graphs are the same in every process")
class SameGraphsTest {
  private static final long LARGEST_TENSOR = 18944L * 3584;

  /** Prints what files of the graphs hold. */
  public static void main(String[] folder) {
    Numbers none = Numbers.none(Path.of(folder[0], "none"), LARGEST_TENSOR);
    Parts.collect(PaperModel.thin(none))
        .collected()
        .forEach(
            (name, part) -> {
              Map<String, Long> sizes = new TreeMap<>();
              new OpenSizes(part.graph()).symbols().forEach(symbol -> sizes.put(symbol, 8L));
              Graph eight = ReadableGraph.forEight(part.graph(), sizes);
              print(name, part.graph());
              print(name + " for 8.6", eight);
              print(name + " for 8.6, fp16", FiniteMasks.of(eight));
              print(name + " for 11", ReadableGraph.forEleven(part.graph()));
            });
  }

  private static void print(String name, Graph graph) {
    byte[] file =
        OnnxWriter.write(graph, weight -> new WeightLocation.External(weight.name(), 0, 0));
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(file);
      System.out.println(name + ": " + HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  @DisplayName("so that plans and other files made from them are found again")
  void twice(@TempDir Path folder) throws IOException, InterruptedException {
    List<String> first = inAnotherProcess(folder);
    assertThat(first).hasSizeGreaterThan(40).isEqualTo(inAnotherProcess(folder));
  }

  private static List<String> inAnotherProcess(Path folder)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SameGraphsTest.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return output.lines().toList();
  }
}
