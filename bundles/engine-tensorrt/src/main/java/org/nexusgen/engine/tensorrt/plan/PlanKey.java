package org.nexusgen.engine.tensorrt.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.engine.tensorrt.protocol.InputRange;
import org.nexusgen.engine.tensorrt.protocol.PlanFeatures;
import org.nexusgen.engine.tensorrt.protocol.Reply;
import org.nexusgen.graph.onnx.OnnxWriter;
import org.nexusgen.graph.onnx.WeightLocation;

/**
 * What the content of a plan depends on, and nothing else: equal keys, equal plans.
 *
 * @param hash names the plan's files
 * @param graph of the network
 * @param shapes of its inputs, for people
 */
public record PlanKey(String hash, String graph, String shapes) {
  /** Raise when plans are built in another way from the same things. */
  private static final int VERSION = 4;

  private static final int LENGTH = 40;

  /**
   * @param graph as TensorRT reads it
   * @param profile of its inputs with open sizes
   * @param weights tell which weights they are
   * @param half whether float16 may be used
   * @param single operators that stay in float32 nevertheless
   * @param features of the plan
   * @param layer name of the native layer
   * @param welcome versions and the device
   */
  public static PlanKey of(
      Graph graph,
      List<InputRange> profile,
      List<String> weights,
      boolean half,
      List<String> single,
      PlanFeatures features,
      String layer,
      Reply.Welcome welcome) {
    MessageDigest digest = sha256();
    digest.update(
        OnnxWriter.write(graph, weight -> new WeightLocation.External(weight.name(), 0, 0)));
    List<Object> rest =
        List.of(
            VERSION,
            profile,
            weights,
            half,
            single,
            features,
            layer,
            welcome.tensorrt(),
            welcome.device());
    digest.update(rest.toString().getBytes(StandardCharsets.UTF_8));
    String hash = HexFormat.of().formatHex(digest.digest()).substring(0, LENGTH);
    return new PlanKey(hash, graph.name(), shapes(graph, profile));
  }

  /** The shapes of the inputs in one line; of those that are open, the least and the most. */
  private static String shapes(Graph graph, List<InputRange> profile) {
    Map<String, String> open = new HashMap<>();
    profile.forEach(range -> open.put(range.name(), range.min() + ".." + range.max()));
    return graph.inputs().stream()
        .map(
            input -> {
              String range = open.get(input.name());
              return input.name() + " " + (range == null ? input.type().shape() : range);
            })
        .collect(Collectors.joining(", "));
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
