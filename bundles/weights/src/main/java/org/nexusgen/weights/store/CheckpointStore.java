package org.nexusgen.weights.store;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.WeightEntry;
import org.nexusgen.api.weights.WeightEntry.InFile;
import org.nexusgen.api.weights.WeightEntry.InMemory;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.weights.store.TensorSource.Computed;
import org.nexusgen.weights.store.TensorSource.Stored;

/** A checkpoint whose names are canonical, as the parts see it. Holds no file open. */
public final class CheckpointStore implements WeightStore {
  private final String where;
  private final Map<String, TensorSource> tensors;
  private final Set<String> names;

  public CheckpointStore(Checkpoint checkpoint) {
    this.where = checkpoint.where();
    this.tensors = checkpoint.tensors();
    this.names = Collections.unmodifiableSet(tensors.keySet());
  }

  @Override
  public Set<String> names() {
    return names;
  }

  @Override
  public WeightEntry entry(String name) {
    return switch (source(name)) {
      case Stored s -> new InFile(name, s.dtype(), s.shape(), s.file(), s.offset(), s.length());
      case Computed computed -> new InMemory(name, computed.values().get());
    };
  }

  @Override
  public Tensor read(String name) {
    return TensorBytes.read(name, source(name));
  }

  // Without the detour over entry(), which would put computed values together.
  @Override
  public long dim(String name, int axis) {
    return source(name).shape().dim(axis);
  }

  @Override
  public String where() {
    return where;
  }

  private TensorSource source(String name) {
    TensorSource source = tensors.get(name);
    if (source == null) {
      throw new BadInputException(
          "tensor %s is not among the %d of %s%s"
              .formatted(Shown.quoted(name), names.size(), where, CloseNames.hint(name, names)));
    }
    return source;
  }

  @Override
  public String toString() {
    return where + ", " + names.size() + " tensors";
  }
}
