package org.nexusgen.api.backbone;

import java.util.BitSet;
import org.osgi.annotation.versioning.ConsumerType;

/** Chooses tokens from scores. A service, stateless; each generation begins its own chooser. */
@ConsumerType
public interface TokenSampler {
  /** The name by which configuration and requests choose. */
  String name();

  /** Begins a generation. */
  Chooser begin(TokenSampling sampling);

  /** The choices of one generation. */
  @ConsumerType
  interface Chooser {
    /**
     * The next token.
     *
     * @param scores logits of all tokens; minus infinity forbids one; may be overwritten
     * @param seen ids that occurred so far, prompt included
     */
    int choose(float[] scores, BitSet seen);
  }
}
