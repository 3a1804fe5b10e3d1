package org.nexusgen.api.text;

import org.nexusgen.api.PartProvider;

/** Text to the conditioning of FLUX: needed for negative prompts only. Thread-safe until closed. */
public interface TextEncoder extends AutoCloseable {
  /** Both encoders' outputs for a prompt; tokens are always present. */
  TextConditioning encode(String prompt);

  @Override
  void close();

  /** Makes text encoders. */
  interface Provider extends PartProvider<TextEncoder> {}
}
