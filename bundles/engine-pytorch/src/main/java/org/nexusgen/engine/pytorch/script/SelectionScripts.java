package org.nexusgen.engine.pytorch.script;

import static org.nexusgen.engine.pytorch.script.NodeScript.call;
import static org.nexusgen.engine.pytorch.script.NodeScript.ints;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.nexusgen.api.graph.Dim;

/** Operators that take and replace parts of a tensor. */
final class SelectionScripts {
  private SelectionScripts() {}

  static void addTo(Map<String, OperatorScript> all) {
    all.put("Slice", SelectionScripts::slice);
    all.put("Split", SelectionScripts::split);
    all.put("Gather", SelectionScripts::gather);
    all.put("ScatterND", SelectionScripts::scatter);
  }

  private static void slice(NodeScript o) {
    List<String> from = o.numbers(1);
    List<String> to = o.numbers(2);
    List<Long> axes =
        o.has(3) ? o.longs(3) : IntStream.range(0, from.size()).mapToObj(i -> (long) i).toList();
    String array = o.array(0);
    for (int i = 0; i < axes.size(); i++) {
      long step = o.has(4) ? o.longs(4).get(i) : 1;
      if (step < 1) {
        throw o.fail("a slice with step " + step);
      }
      array = o.let(call("slice", array, axes.get(i), from.get(i), to.get(i), step));
    }
    o.view(array);
  }

  // One operator for all parts, so that its gradient is one concatenation.
  private static void split(NodeScript o) {
    long axis = o.integer("axis", 0);
    List<?> sizes;
    if (o.has(1)) {
      sizes = o.numbers(1);
    } else {
      int fromFront = (int) (axis < 0 ? axis + o.rank(0) : axis);
      String part = o.let("%s // %d".formatted(SizeScripts.size(o, fromFront), o.outputs()));
      sizes = Collections.nCopies(o.outputs(), part);
    }
    String parts = o.let(call("split_with_sizes", o.array(0), ints(sizes), axis));
    for (int i = 0; i < o.outputs(); i++) {
      o.view(i, parts + "[" + i + "]");
    }
  }

  private static void gather(NodeScript o) {
    int axis = (int) o.integer("axis", 0);
    int fromFront = axis < 0 ? axis + o.rank(0) : axis;
    if (o.rank(1) == 0 && o.sizes(1).isPresent()) {
      o.view(call("select", o.array(0), fromFront, o.sizes(1).get().get(0)));
    } else if (fromFront == 0 && o.rank(0) == 2 && o.type(0).dtype().isFloat()) {
      o.put(call("embedding", o.array(0), o.array(1)));
    } else if (o.rank(1) == 1) {
      o.put(call("index_select", o.array(0), fromFront, o.array(1)));
    } else {
      String flat = o.let(call("reshape", o.array(1), "[-1]"));
      String rows = o.let(call("index_select", o.array(0), fromFront, flat));
      List<String> shape = new ArrayList<>();
      for (int i = 0; i < fromFront; i++) {
        shape.add(SizeScripts.size(o, i));
      }
      for (int i = 0; i < o.rank(1); i++) {
        shape.add("torch.size(" + o.array(1) + ", " + i + ")");
      }
      for (int i = fromFront + 1; i < o.rank(0); i++) {
        shape.add(SizeScripts.size(o, i));
      }
      o.put(call("reshape", rows, ints(shape)));
    }
  }

  private static void scatter(NodeScript o) {
    if (!(o.type(1).dim(-1) instanceof Dim.Fixed depth)) {
      throw o.fail("the last axis of the indices must be known");
    }
    String indices = o.array(1);
    if (depth.size() == 1 && o.rank(1) == 2) {
      String rows = o.let(call("squeeze", indices, -1));
      o.put(call("index_copy", o.array(0), 0, rows, o.array(2)));
      return;
    }
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < depth.size(); i++) {
      columns.add(o.let(call("select", indices, -1, i)));
    }
    String list = "annotate(List[Optional[Tensor]], " + NodeScript.list(columns) + ")";
    o.put(call("index_put", o.array(0), list, o.array(2)));
  }
}
