package org.nexusgen.graph.nn;

import java.util.Arrays;
import java.util.List;
import org.nexusgen.graph.Value;
import org.osgi.annotation.versioning.ConsumerType;

/** A step of a network from one value to the next. */
@FunctionalInterface
@ConsumerType
public interface Layer {
  Value apply(Value x);

  /** This layer, then the next. */
  default Layer then(Layer next) {
    return x -> next.apply(apply(x));
  }

  /** Layers one after the other. */
  static Layer sequence(Layer... layers) {
    return sequence(Arrays.asList(layers));
  }

  /** Layers one after the other. */
  static Layer sequence(List<? extends Layer> layers) {
    List<Layer> all = List.copyOf(layers);
    return x -> {
      Value y = x;
      for (Layer layer : all) {
        y = layer.apply(y);
      }
      return y;
    };
  }
}
