package org.nexusgen.engine.tensorrt;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.engine.Availability.Reason;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.engine.tensorrt.home.Findings;
import org.nexusgen.engine.tensorrt.home.Needs;
import org.nexusgen.engine.tensorrt.plan.EngineCache;
import org.nexusgen.engine.tensorrt.precision.MixedPrecision;
import org.nexusgen.engine.tensorrt.precision.PrecisionPlan;
import org.nexusgen.engine.tensorrt.session.Generation;
import org.nexusgen.engine.tensorrt.session.Precisions;
import org.nexusgen.graph.onnx.CacheOutside;

/** What is different between the engines for two releases of TensorRT. */
@SuppressWarnings("ImmutableEnumChecker") // the records and sets are copies
enum Edition {
  /** Run by DJL's engine, built through JavaCPP's classes. */
  EIGHT(
      "tensorrt",
      Needs.EIGHT,
      Generation.EIGHT,
      "djl",
      Set.of(DType.F32, DType.F16, DType.I64, DType.I32, DType.I8, DType.BOOL)) {
    // Where they are not in a folder they are on the class path, with this module's own.
    @Override
    Optional<Reason> missingJars(String workerPath) {
      return Optional.empty();
    }

    @Override
    void check(Precisions precisions) {
      if (precisions.uses("bf16")) {
        throw new BadInputException(
            "tensorrt.precision: got 'bf16', wants fp32 or fp16: TensorRT 8.6 has no bfloat16 here,"
                + " the engine tensorrt11 has");
      }
    }

    @Override
    Graph written(Graph graph, DType floats) {
      return graph;
    }

    @Override
    boolean half(DType floats) {
      return floats == DType.F16;
    }
  },

  /** Built and run through JavaCPP's newer classes, which are no dependency of this module. */
  ELEVEN(
      "tensorrt11",
      Needs.ELEVEN,
      Generation.ELEVEN,
      "tensorrt11",
      Set.of(
          DType.F32, DType.F16, DType.BF16, DType.I64, DType.I32, DType.I8, DType.U8, DType.BOOL)) {
    @Override
    Optional<Reason> missingJars(String workerPath) {
      return workerPath.isEmpty() && !WorkerClassPath.hasOwn(this)
          ? Optional.of(
              new Reason(
                  "jars of the worker",
                  "none",
                  "lib/tensorrt11 of the distribution",
                  "use the distribution, or set tensorrt11.workerPath to lib/*.jar and"
                      + " lib/tensorrt11/*.jar of one"))
          : Optional.empty();
    }

    @Override
    Graph written(Graph graph, DType floats) {
      if (floats == DType.F32) {
        return graph;
      }
      Graph plain = CacheOutside.of(graph);
      PrecisionPlan plan = PrecisionPlan.of(plain, floats);
      return plan.isAllFull(plain) ? graph : MixedPrecision.withNarrowWeights(plain, plan);
    }

    @Override
    boolean half(DType floats) {
      return false;
    }
  };

  private final String engine;
  private final Needs needs;
  private final Generation generation;
  private final String layer;
  private final Set<DType> dtypes;

  Edition(String engine, Needs needs, Generation generation, String layer, Set<DType> dtypes) {
    this.engine = engine;
    this.needs = needs;
    this.generation = generation;
    this.layer = layer;
    this.dtypes = Set.copyOf(dtypes);
  }

  /** Folders that the worker's loader of native libraries searches first. */
  List<Path> folders(Findings.Complete found) {
    List<Path> folders = new ArrayList<>();
    folders.add(UncalledLibraries.folder(EngineCache.path(), needs.uncalled(), found.standIn()));
    folders.addAll(found.folders());
    return folders;
  }

  /** Why the worker cannot start although the machine may have all of it. */
  abstract Optional<Reason> missingJars(String workerPath);

  /**
   * @throws BadInputException if the release has no such arithmetic
   */
  void check(Precisions precisions) {
    // all of them
  }

  /**
   * The graph with casts to 16 bits where its networks compute in the types that they are given.
   *
   * @param floats what it shall compute in where it may: {@code F32}, {@code F16} or {@code BF16}
   */
  abstract Graph written(Graph graph, DType floats);

  /** Whether plans may choose float16 where nothing says that they must not. */
  abstract boolean half(DType floats);

  /**
   * Whether plans that are taken from the device leave memory behind there. DJL's layer deletes a
   * plan's session without its execution context.
   */
  boolean leavesMemory() {
    return this == EIGHT;
  }

  /** The engine's name. */
  String engine() {
    return engine;
  }

  /** What it looks for on the machine. */
  Needs needs() {
    return needs;
  }

  /** What it reads. */
  Generation generation() {
    return generation;
  }

  /** Folder beside this module's jar with the jars that only the worker loads. */
  String jars() {
    return engine;
  }

  /** The native layer in there. */
  String layer() {
    return layer;
  }

  /** Element types that it has. */
  Set<DType> dtypes() {
    return dtypes;
  }
}
