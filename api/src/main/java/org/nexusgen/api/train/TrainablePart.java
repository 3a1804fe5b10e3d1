package org.nexusgen.api.train;

import java.util.List;
import org.nexusgen.api.weights.WeightSet;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A part whose network can be trained. It is described by the model folder's configuration files
 * alone, so that it exists before any weights do.
 */
@ConsumerType
public interface TrainablePart {
  /** The file that its weights belong to. */
  WeightSet weightSet();

  /** Its weights with canonical names, as a fresh start has them. */
  List<InitialWeight> initialWeights();
}
