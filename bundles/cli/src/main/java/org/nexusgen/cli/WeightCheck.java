package org.nexusgen.cli;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.api.weights.WeightStore;

/** Reads every tensor of a model: whole files, finite numbers. */
final class WeightCheck {
  private final Tools.Streams streams;
  private final Cancellation cancellation = new Cancellation();
  private final List<String> problems = new ArrayList<>();

  WeightCheck(Tools.Streams streams) {
    this.streams = streams;
  }

  /** Says how each set is; gives the problems. */
  List<String> check(ModelFolder model) {
    for (WeightSet set : Arrays.stream(WeightSet.values()).filter(model::has).toList()) {
      int before = problems.size();
      try (Progress progress = new Progress(streams, false)) {
        check(model, set, progress);
      }
      List<String> found = problems.subList(before, problems.size());
      found.forEach(streams.out()::println);
      if (found.isEmpty()) {
        String contents = ModelFacts.Contents.of(model.weights(set)).inWords();
        streams.out().println("%-20s whole: %s".formatted(ModelFacts.word(set), contents));
      }
    }
    return List.copyOf(problems);
  }

  private void check(ModelFolder model, WeightSet set, Progress progress) {
    WeightStore store;
    try {
      store = model.weights(set);
    } catch (NexusGenException e) {
      problems.add(String.valueOf(e.getMessage()));
      return;
    }
    int done = 0;
    for (String name : store.names()) {
      cancellation.check();
      check(store, name);
      progress.progress(ModelFacts.word(set), ++done, store.names().size());
    }
  }

  private void check(WeightStore store, String name) {
    try {
      if (!finite(store.read(name))) {
        problems.add(
            "tensor '%s' in %s holds NaN or infinity: the file is damaged, or training went wrong"
                .formatted(name, store.where()));
      }
    } catch (NexusGenException e) {
      problems.add(Objects.toString(e.getMessage()));
    }
  }

  /** Whether no element is NaN or infinite; looks at the bytes where they are. */
  private static boolean finite(Tensor tensor) {
    ByteBuffer bytes = tensor.bytes();
    for (int at = 0; at < bytes.limit(); at += tensor.dtype().bytes()) {
      boolean special =
          switch (tensor.dtype()) {
            case F64 -> !Double.isFinite(bytes.getDouble(at));
            case F32 -> !Float.isFinite(bytes.getFloat(at));
            case F16 -> (bytes.getShort(at) & 0x7c00) == 0x7c00; // all exponent bits
            case BF16 -> (bytes.getShort(at) & 0x7f80) == 0x7f80;
            case F8E4M3 -> (bytes.get(at) & 0x7f) == 0x7f; // its only NaN, of either sign
            case I64, I32, I16, I8, U8, BOOL -> false;
          };
      if (special) {
        return false;
      }
    }
    return true;
  }
}
