package org.nexusgen.engine.tensorrt.session;

import java.util.Map;
import java.util.Optional;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.engine.tensorrt.plan.RowConvolutions;
import org.nexusgen.engine.tensorrt.support.ReadableGraph;
import org.slf4j.LoggerFactory;

/** What TensorRT's generations read, and what they take and give. */
public enum Generation {
  /** TensorRT 8.6 behind DJL's layer: operators of set 17, integers of 32 bits. */
  EIGHT("F32, F16, I64 as I32, I32, I8, BOOL") {
    @Override
    Graph fixed(Graph graph, Map<String, Long> sizes) {
      return ReadableGraph.forEight(graph, sizes);
    }

    @Override
    Optional<Graph> open(Graph graph) {
      return Optional.empty();
    }

    @Override
    RowConvolutions written(Graph graph) {
      return RowConvolutions.of(graph);
    }

    @Override
    DType planned(DType dtype) {
      return dtype == DType.I64 ? DType.I32 : dtype;
    }

    @Override
    boolean takes(DType dtype) {
      return switch (dtype) {
        case F32, F16, I32, I8, BOOL -> true;
        case F64, BF16, F8E4M3, I64, I16, U8 -> false;
      };
    }
  },

  /** TensorRT 11: operators as they are written, every type as it is. */
  ELEVEN("F32, F16, BF16, I64, I32, I8, U8, BOOL") {
    @Override
    Graph fixed(Graph graph, Map<String, Long> sizes) {
      return ReadableGraph.forEleven(graph, sizes);
    }

    @Override
    Optional<Graph> open(Graph graph) {
      try {
        return Optional.of(ReadableGraph.forEleven(graph));
      } catch (NexusGenException e) {
        LoggerFactory.getLogger(Generation.class)
            .info("one plan for each set of sizes: {}", e.getMessage());
        return Optional.empty();
      }
    }

    @Override
    RowConvolutions written(Graph graph) {
      return RowConvolutions.none(graph);
    }

    @Override
    DType planned(DType dtype) {
      return dtype;
    }

    @Override
    boolean takes(DType dtype) {
      return switch (dtype) {
        case F32, F16, BF16, I64, I32, I8, U8, BOOL -> true;
        case F64, F8E4M3, I16 -> false;
      };
    }
  };

  private final String types;

  Generation(String types) {
    this.types = types;
  }

  /** The graph with these sizes, in the form that it reads. */
  abstract Graph fixed(Graph graph, Map<String, Long> sizes);

  /** The graph with its sizes open, in the form that it reads; empty if it does not read that. */
  abstract Optional<Graph> open(Graph graph);

  /** A graph that it reads, as it is written for its builder. */
  abstract RowConvolutions written(Graph graph);

  /** The type that a plan has instead of one. */
  abstract DType planned(DType dtype);

  /** Whether a plan's inputs and outputs may be of a type. */
  abstract boolean takes(DType dtype);

  /** The types that it takes, for messages. */
  String types() {
    return types;
  }
}
