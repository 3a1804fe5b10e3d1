package org.nexusgen.graph.onnx;

import java.nio.ByteBuffer;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.nexusgen.api.graph.Attribute;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.Node;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.graph.internal.OnnxTypes;

/**
 * A graph as an ONNX model: the bytes of a {@code ModelProto}. Field numbers are those of the ONNX
 * standard (onnx.proto3, IR version 8 to 11).
 */
public final class OnnxWriter {
  // The first IR version that knows each operator set; a reader refuses combinations it does not
  // know.
  private static final int IR_OF_OPSET_23 = 11;
  private static final int IR_OF_OPSET_17 = 8;
  private static final int OPSET_OF_IR_11 = 22;

  private static final int EXTERNAL = 1;

  private OnnxWriter() {}

  /**
   * @param locate where the bytes of each weight are
   */
  public static byte[] write(Graph graph, Function<Graph.Argument, WeightLocation> locate) {
    ProtoMessage model =
        new ProtoMessage()
            .integer(1, graph.opset() > OPSET_OF_IR_11 ? IR_OF_OPSET_23 : IR_OF_OPSET_17)
            .text(2, "nexusgen")
            .message(7, graph(graph, locate))
            .message(8, operatorSet("", graph.opset()));
    for (String domain : foreignDomains(graph)) {
      model.message(8, operatorSet(domain, 1));
    }
    return model.toBytes();
  }

  private static SortedSet<String> foreignDomains(Graph graph) {
    SortedSet<String> domains = new TreeSet<>();
    graph.nodes().forEach(node -> domains.add(node.domain()));
    domains.remove("");
    return domains;
  }

  private static ProtoMessage operatorSet(String domain, int version) {
    return new ProtoMessage().text(1, domain).integer(2, version);
  }

  private static ProtoMessage graph(Graph graph, Function<Graph.Argument, WeightLocation> locate) {
    ProtoMessage message = new ProtoMessage();
    int index = 0;
    for (Node node : graph.nodes()) {
      message.message(1, node(node, index++));
    }
    message.text(2, graph.name());
    for (Graph.Argument weight : graph.weights()) {
      message.message(5, weight(weight, locate.apply(weight)));
    }
    new TreeMap<>(graph.constants())
        .forEach((name, tensor) -> message.message(5, inline(name, tensor)));
    graph.inputs().forEach(input -> message.message(11, argument(input)));
    graph.outputs().forEach(output -> message.message(12, argument(output)));
    return message;
  }

  private static ProtoMessage node(Node node, int index) {
    ProtoMessage message = new ProtoMessage();
    node.inputs().forEach(input -> message.text(1, input));
    node.outputs().forEach(output -> message.text(2, output));
    message.text(3, node.op() + "@" + index).text(4, node.op());
    new TreeMap<>(node.attributes())
        .forEach((name, value) -> message.message(5, attribute(name, value)));
    return node.domain().isEmpty() ? message : message.text(7, node.domain());
  }

  // Field 20 says which of the others holds the value.
  private static ProtoMessage attribute(String name, Attribute attribute) {
    ProtoMessage message = new ProtoMessage().text(1, name);
    return switch (attribute) {
      case Attribute.FloatValue f -> message.number(2, f.value()).integer(20, 1);
      case Attribute.IntValue i -> message.integer(3, i.value()).integer(20, 2);
      case Attribute.StringValue s -> message.text(4, s.value()).integer(20, 3);
      case Attribute.FloatList list -> {
        list.values().forEach(f -> message.number(7, f));
        yield message.integer(20, 6);
      }
      case Attribute.IntList list -> {
        list.values().forEach(i -> message.integer(8, i));
        yield message.integer(20, 7);
      }
    };
  }

  private static ProtoMessage weight(Graph.Argument weight, WeightLocation location) {
    return switch (location) {
      case WeightLocation.Inline inline -> inline(weight.name(), inline.tensor());
      case WeightLocation.External file ->
          header(weight.name(), weight.type().dtype(), fixed(weight.type()))
              .message(13, entry("location", file.location()))
              .message(13, entry("offset", Long.toString(file.offset())))
              .message(13, entry("length", Long.toString(file.length())))
              .integer(14, EXTERNAL);
    };
  }

  private static ProtoMessage entry(String key, String value) {
    return new ProtoMessage().text(1, key).text(2, value);
  }

  private static ProtoMessage inline(String name, Tensor tensor) {
    ByteBuffer view = tensor.bytes();
    byte[] bytes = new byte[view.remaining()];
    view.get(bytes);
    return header(name, tensor.dtype(), tensor.shape()).bytes(9, bytes);
  }

  private static ProtoMessage header(String name, DType dtype, Shape shape) {
    ProtoMessage message = new ProtoMessage();
    for (long dim : shape.toArray()) {
      message.integer(1, dim);
    }
    return message.integer(2, OnnxTypes.code(dtype)).text(8, name);
  }

  private static Shape fixed(ValueType type) {
    return Shape.of(type.dims().stream().mapToLong(dim -> ((Dim.Fixed) dim).size()).toArray());
  }

  private static ProtoMessage argument(Graph.Argument argument) {
    ProtoMessage shape = new ProtoMessage();
    argument.type().dims().forEach(dim -> shape.message(1, dim(dim)));
    ProtoMessage tensor =
        new ProtoMessage().integer(1, OnnxTypes.code(argument.type().dtype())).message(2, shape);
    return new ProtoMessage()
        .text(1, argument.name())
        .message(2, new ProtoMessage().message(1, tensor));
  }

  private static ProtoMessage dim(Dim dim) {
    return switch (dim) {
      case Dim.Fixed fixed -> new ProtoMessage().integer(1, fixed.size());
      case Dim.Symbol symbol -> new ProtoMessage().text(2, symbol.name());
    };
  }
}
