package org.nexusgen.engine.onnxruntime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.WeightEntry;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.graph.onnx.WeightLocation;

/**
 * Where each weight of a graph lies. Float32 tensors stay in their files; others are small enough
 * to go into the model, or go through the {@link WeightCache}.
 *
 * @param folder that holds every file, directly or below
 */
record BoundWeights(Path folder, Map<String, WeightLocation> locations) {
  // Bytes of a tensor that needs conversion and is put into the model: biases and norms, which are
  // many and small.
  private static final long INLINE_LIMIT = 64 * 1024;

  WeightLocation location(String name) {
    WeightLocation location = locations.get(name);
    if (location == null) {
      throw new IllegalStateException("weight '" + name + "' was not bound");
    }
    return location;
  }

  /**
   * Finds every weight, one after another: an entry may hold a computed tensor, so none is kept.
   *
   * @param written the graph as its author wrote it, with the shapes that the checkpoint must have
   * @param own the same graph in the engine's form
   */
  static BoundWeights bind(Graph written, EngineGraph own, WeightStore store, WeightCache cache) {
    Map<String, List<String>> bySource = new HashMap<>();
    for (Graph.Argument weight : own.graph().weights()) {
      String source = own.form(weight.name()).source();
      bySource.computeIfAbsent(source, name -> new ArrayList<>()).add(weight.name());
    }
    Map<String, WeightPlace> places = new HashMap<>();
    for (Graph.Argument weight : written.weights()) {
      WeightEntry entry = store.entry(weight.name());
      requireType(entry, store);
      requireShape(written, weight, entry, store);
      for (String name : bySource.getOrDefault(weight.name(), List.of())) {
        places.put(name, place(entry, own.form(name), cache));
      }
    }
    Path folder = CommonFolder.of(places.values());
    Map<String, WeightLocation> locations = new HashMap<>();
    places.forEach((name, place) -> locations.put(name, place.relativeTo(folder)));
    return new BoundWeights(folder, locations);
  }

  private static void requireShape(
      Graph graph, Graph.Argument weight, WeightEntry entry, WeightStore store) {
    ValueType stored = ValueType.of(weight.type().dtype(), entry.shape());
    if (!stored.equals(weight.type())) {
      throw new BadInputException(
          "tensor '%s' in %s has shape %s, the graph '%s' wants %s"
              .formatted(
                  weight.name(),
                  where(entry, store),
                  entry.shape(),
                  graph.name(),
                  weight.type().dims().toString().replace(" ", "")));
    }
  }

  private static void requireType(WeightEntry entry, WeightStore store) {
    if (!entry.dtype().isFloat()) {
      throw new BadInputException(
          "tensor '%s' in %s holds %s, the graph wants real numbers"
              .formatted(entry.name(), where(entry, store), entry.dtype()));
    }
  }

  private static String where(WeightEntry entry, WeightStore store) {
    return switch (entry) {
      case WeightEntry.InFile file -> String.valueOf(file.file().getFileName());
      case WeightEntry.InMemory memory -> store.where();
    };
  }

  private static WeightPlace place(WeightEntry entry, WeightForm form, WeightCache cache) {
    boolean asStored = form instanceof WeightForm.Widened && entry.dtype() == DType.F32;
    long length = form.stored(entry.shape()).elements() * form.dtype().bytes();
    try {
      if (asStored && entry instanceof WeightEntry.InFile file) {
        return new WeightPlace.InFile(file.file().toRealPath(), file.offset(), file.length());
      }
      if (length <= INLINE_LIMIT) {
        return new WeightPlace.Inline(packed(entry, form, (int) length));
      }
    } catch (IOException e) {
      throw new BadInputException("tensor '%s' cannot be read: %s".formatted(entry.name(), e), e);
    }
    return new WeightPlace.InFile(cache.file(entry, form), 0, length);
  }

  private static Tensor packed(WeightEntry entry, WeightForm form, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    WeightPacker.pack(entry, form, bytes::put);
    return Tensor.wrap(form.dtype(), form.stored(entry.shape()), bytes.flip());
  }
}
