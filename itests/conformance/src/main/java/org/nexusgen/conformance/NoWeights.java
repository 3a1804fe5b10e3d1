package org.nexusgen.conformance;

import java.util.Set;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.WeightEntry;
import org.nexusgen.api.weights.WeightStore;

/** For graphs whose numbers are all inputs. */
public record NoWeights() implements WeightStore {
  @Override
  public Set<String> names() {
    return Set.of();
  }

  @Override
  public WeightEntry entry(String name) {
    throw new BadInputException("no tensor '" + name + "': the test has no weights");
  }

  @Override
  public Tensor read(String name) {
    throw new BadInputException("no tensor '" + name + "': the test has no weights");
  }

  @Override
  public String where() {
    return "nowhere";
  }
}
