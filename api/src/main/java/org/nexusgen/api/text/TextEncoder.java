package org.nexusgen.api.text;

import org.nexusgen.api.PartProvider;
import org.nexusgen.api.tensor.Tensor;
import org.osgi.annotation.versioning.ConsumerType;

/** Text to the conditioning of FLUX: needed for negative prompts only. Thread-safe until closed. */
@ConsumerType
public interface TextEncoder extends AutoCloseable {
  /** Both encoders' outputs for a prompt; tokens are always present. */
  TextConditioning encode(String prompt);

  /**
   * CLIP's pooled vector alone, F32 [1,p]: all that the positive branch needs. Implementations that
   * can leave T5 out do.
   */
  default Tensor pooled(String prompt) {
    return encode(prompt).pooled();
  }

  @Override
  void close();

  /** Makes text encoders. */
  @ConsumerType
  interface Provider extends PartProvider<TextEncoder> {}
}
