package org.nexusgen.decoder.flux.transformer;

import java.nio.ByteBuffer;
import java.util.Set;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.ReducedFloat;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.WeightEntry;
import org.nexusgen.api.weights.WeightStore;

/**
 * A store whose transformer weights are rounded to float8 e4m3fn, without scale factors: weights,
 * biases and norms alike, as the reference's {@code fp8_quantization} has them. Other weights are
 * left as they are. Each tensor is rounded when it is asked for and not kept.
 */
public final class Float8Weights implements WeightStore {
  private final WeightStore exact;

  public Float8Weights(WeightStore exact) {
    this.exact = exact;
  }

  @Override
  public Set<String> names() {
    return exact.names();
  }

  @Override
  public WeightEntry entry(String name) {
    return rounds(name) ? new WeightEntry.InMemory(name, read(name)) : exact.entry(name);
  }

  @Override
  public Tensor read(String name) {
    Tensor tensor = exact.read(name);
    return rounds(name) ? round(tensor) : tensor;
  }

  @Override
  public String where() {
    return exact.where() + " (as float8)";
  }

  private boolean rounds(String name) {
    return name.startsWith(FluxConfig.PREFIX);
  }

  private static Tensor round(Tensor tensor) {
    float[] values = tensor.floats();
    ByteBuffer bytes = ByteBuffer.allocateDirect(values.length);
    for (float value : values) {
      bytes.put(ReducedFloat.toF8(value));
    }
    return Tensor.wrap(DType.F8E4M3, tensor.shape(), bytes.flip());
  }
}
