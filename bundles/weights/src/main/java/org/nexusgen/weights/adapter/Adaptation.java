package org.nexusgen.weights.adapter;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.weights.Adapter.Factors;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.weights.store.Checkpoint;
import org.nexusgen.weights.store.CloseNames;
import org.nexusgen.weights.store.Shown;
import org.nexusgen.weights.store.StoredAs;
import org.nexusgen.weights.store.TensorBytes;
import org.nexusgen.weights.store.TensorSource;
import org.nexusgen.weights.store.TensorSource.Computed;

/** Merges the adapters that are meant for a set of weights, each on top of those before. */
public final class Adaptation {
  private final WeightSet set;
  private final List<ScaledAdapter> adapters;

  private Adaptation(WeightSet set, List<ScaledAdapter> adapters) {
    this.set = set;
    this.adapters = adapters;
  }

  public static Adaptation of(WeightSet set, List<ScaledAdapter> adapters) {
    return new Adaptation(
        set, adapters.stream().filter(one -> one.adapter().sets().contains(set)).toList());
  }

  /**
   * The same checkpoint with other values; they are computed when they are asked for.
   *
   * @throws BadInputException if an adapter changes a weight that is not there or has another shape
   */
  public Checkpoint apply(Checkpoint canonical) {
    if (adapters.isEmpty()) {
      return canonical;
    }
    Map<String, TensorSource> tensors = new LinkedHashMap<>(canonical.tensors());
    for (ScaledAdapter adapter : adapters) {
      adapter
          .adapter()
          .factors()
          .forEach(
              (name, factors) -> {
                TensorSource source = tensors.get(name);
                if (source == null) {
                  throw new BadInputException(
                      "adapter %s changes %s, which is not among the %s weights of %s%s"
                          .formatted(
                              adapter.file(),
                              Shown.quoted(name),
                              set,
                              canonical.where(),
                              CloseNames.hint(name, tensors.keySet())));
                }
                requireShape(adapter, name, factors, source.shape());
                tensors.put(name, merged(name, source, factors, adapter.factor()));
              });
    }
    return new Checkpoint(canonical.where() + " with adapters", tensors);
  }

  private static void requireShape(
      ScaledAdapter adapter, String name, Factors factors, Shape weight) {
    Shape wanted = Shape.of(factors.b().shape().dim(0), factors.a().shape().dim(1));
    if (!weight.equals(wanted)) {
      throw new BadInputException(
          "adapter %s changes %s of shape %s, the model's has %s; is it another model's?"
              .formatted(adapter.file(), Shown.quoted(name), wanted, weight));
    }
  }

  /** In the checkpoint's own precision, as PEFT merges; 8-bit weights become float32. */
  private static Computed merged(String name, TensorSource source, Factors factors, double factor) {
    DType dtype =
        switch (source.dtype()) {
          case F16, BF16 -> source.dtype();
          case F64, F32, F8E4M3, I64, I32, I16, I8, U8, BOOL -> DType.F32;
        };
    return new Computed(
        dtype,
        source.shape(),
        () ->
            StoredAs.of(
                name, LowRank.add(TensorBytes.read(name, source), factors, (float) factor), dtype));
  }
}
