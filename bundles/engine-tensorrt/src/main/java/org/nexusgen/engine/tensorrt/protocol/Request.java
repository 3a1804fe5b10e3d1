package org.nexusgen.engine.tensorrt.protocol;

import java.util.List;
import java.util.Optional;
import org.nexusgen.api.tensor.DType;

/** What the platform asks the worker. One at a time; each is answered by one {@link Reply}. */
public sealed interface Request {
  /** The first: what is there? */
  record Greet(int version, String layer) implements Request {}

  /**
   * @param model an ONNX file
   * @param plan the file to write
   * @param half whether float16 may be used
   * @param single operators that stay in float32 nevertheless, by name
   * @param profile of all inputs with open sizes; empty if all shapes are fixed
   * @param timings a file of measured kernels, read if it is there and written anew; empty: none
   */
  record Build(
      String model,
      String plan,
      boolean half,
      List<String> single,
      List<InputRange> profile,
      PlanFeatures features,
      String timings)
      implements Request {
    public Build {
      single = List.copyOf(single);
      profile = List.copyOf(profile);
    }
  }

  /**
   * Makes a plan of another one of the same network that refits.
   *
   * @param model an ONNX file with the weights that it shall have
   * @param from the other one's file
   * @param plan the file to write
   */
  record Refit(String model, String from, String plan) implements Request {}

  /**
   * @param plan number by which later requests call it
   * @param file that was built
   * @param weightBytes of its weights that may be on the device, if it streams; {@link #ALL}
   */
  record Load(int plan, String file, long weightBytes) implements Request {
    /** No limit. */
    public static final long ALL = -1;
  }

  record Unload(int plan) implements Request {}

  /**
   * @param freed tensors that nobody needs any more
   */
  record Run(int plan, List<Given> inputs, List<Wanted> outputs, List<Long> freed)
      implements Request {
    public Run {
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
      freed = List.copyOf(freed);
    }
  }

  /** An input: real values, to be fitted into the plan's binding. */
  record Given(String name, DType dtype, Fitting fitting, Source source) {}

  /**
   * An output.
   *
   * @param fitting of the real values in the plan's binding; empty: all of it, in the shape that
   *     the plan gives it
   */
  record Wanted(String name, DType dtype, Optional<Fitting> fitting) {}

  /** Copies a held tensor into shared memory. */
  record Fetch(long handle, Source.Shared into) implements Request {}

  record Free(List<Long> handles) implements Request {
    public Free {
      handles = List.copyOf(handles);
    }
  }

  /** Maps a file, which the worker deletes when it has. */
  record Share(int block, String file, int length) implements Request {}

  /** The last. */
  record Stop() implements Request {}
}
