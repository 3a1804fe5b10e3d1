package org.nexusgen.decoder.flux.transformer;

import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.train.InitialWeight;

/**
 * The transformer before its first step, as diffusion transformers begin (Peebles and Xie 2023,
 * {@code initialize_weights} of DiT): Xavier-uniform layers without bias, small normal embedders of
 * time, and zeros where a block or the picture is entered, so that every block begins as the
 * identity (adaLN-Zero) and the first velocity is zero.
 */
final class FreshTransformer {
  private static final double EMBEDDER_STD = 0.02;

  private FreshTransformer() {}

  static InitialWeight start(Graph.Argument weight) {
    Shape shape = weight.type().shape();
    return new InitialWeight(weight.name(), shape, start(weight.name(), shape));
  }

  private static InitialWeight.Start start(String name, Shape shape) {
    if (name.endsWith(".bias") || isModulation(name) || name.contains(".final_proj_out.")) {
      return InitialWeight.zeros();
    }
    if (shape.rank() == 1) {
      return InitialWeight.ones(); // norms of queries and keys
    }
    if (name.contains("timestep_embedder") || name.contains("pooled_text_embedder")) {
      return InitialWeight.normal(EMBEDDER_STD);
    }
    return InitialWeight.uniform(Math.sqrt(6.0 / (shape.dim(0) + shape.dim(1))));
  }

  private static boolean isModulation(String name) {
    return name.contains("norm1_a.linear.")
        || name.contains("norm1_b.linear.")
        || name.contains(".norm.linear.")
        || name.contains(".final_norm_out.linear.");
  }
}
