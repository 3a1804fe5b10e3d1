package org.nexusgen.engine.tensorrt.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.nexusgen.api.graph.Graph;
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
  private static final int VERSION = 1;

  private static final int LENGTH = 40;

  /**
   * @param graph of fixed shapes
   * @param weights tell which weights they are
   * @param half whether float16 may be used
   * @param single operators that stay in float32 nevertheless
   * @param layer name of the native layer
   * @param welcome versions and the device
   */
  public static PlanKey of(
      Graph graph,
      List<String> weights,
      boolean half,
      List<String> single,
      String layer,
      Reply.Welcome welcome) {
    MessageDigest digest = sha256();
    digest.update(
        OnnxWriter.write(graph, weight -> new WeightLocation.External(weight.name(), 0, 0)));
    List<Object> rest =
        List.of(VERSION, weights, half, single, layer, welcome.tensorrt(), welcome.device());
    digest.update(rest.toString().getBytes(StandardCharsets.UTF_8));
    String hash = HexFormat.of().formatHex(digest.digest()).substring(0, LENGTH);
    return new PlanKey(hash, graph.name(), shapes(graph));
  }

  /** The shapes of the inputs in one line. */
  private static String shapes(Graph graph) {
    StringBuilder shapes = new StringBuilder();
    for (Graph.Argument input : graph.inputs()) {
      shapes.append(shapes.isEmpty() ? "" : ", ").append(input.name()).append(' ');
      shapes.append(input.type().shape());
    }
    return shapes.toString();
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
