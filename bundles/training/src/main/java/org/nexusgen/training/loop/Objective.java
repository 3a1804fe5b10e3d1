package org.nexusgen.training.loop;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.Tensor;

/**
 * What a training makes better: a graph with a loss, and what the graph is fed with. Batches are a
 * function of their number alone, so that a training that goes on after a break sees what it would
 * have seen without.
 */
public interface Objective extends AutoCloseable {
  /** Name of the output that is made small. */
  String LOSS = "loss";

  /** The network with its losses: output {@value #LOSS}, and scalars that are reported. */
  Graph graph();

  /** The weights that training starts from. */
  Map<String, Tensor> start();

  /** Weights that stay as they are. */
  Set<String> frozen();

  /**
   * A batch of training samples. Called from another thread than the loop's, one call at a time.
   *
   * @param number from 0; a step of several accumulated passes reads several numbers
   */
  LearningBatch batch(long number);

  /** Batches of samples that are kept out of training. */
  List<LearningBatch> heldOut();

  @Override
  void close();
}
