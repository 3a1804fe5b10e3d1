package org.nexusgen.engine.tensorrt;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.engine.Availability.Reason;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.engine.tensorrt.home.Findings;
import org.nexusgen.engine.tensorrt.home.Needs;
import org.nexusgen.engine.tensorrt.plan.EngineCache;
import org.nexusgen.engine.tensorrt.session.Generation;

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
    boolean half(String precision) {
      return precision.equals("fp16");
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
    boolean half(String precision) {
      if (!precision.equals("fp32")) {
        throw new BadInputException(
            "tensorrt.precision: got '%s', engine tensorrt11 wants fp32: its networks are strongly typed, and no graph is written on 16 bits yet"
                .formatted(precision));
      }
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
    List<Path> folders = new ArrayList<>(found.folders());
    folders.add(UncalledLibraries.folder(EngineCache.path(), needs.uncalled(), found.standIn()));
    return folders;
  }

  /** Why the worker cannot start although the machine may have all of it. */
  abstract Optional<Reason> missingJars(String workerPath);

  /**
   * Whether plans may compute with float16.
   *
   * @param precision {@code fp32} or {@code fp16}
   * @throws BadInputException if the release cannot
   */
  abstract boolean half(String precision);

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
