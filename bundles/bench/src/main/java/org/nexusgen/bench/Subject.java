package org.nexusgen.bench;

/** What can be measured by itself. */
enum Subject {
  /** Vision encoder. */
  ENCODER,
  /** Autoregressive backbone: prompt, single tokens, a picture's embeddings. */
  BACKBONE,
  /** Projector, diffusion transformer, autoencoder. */
  DECODER,
  /** The whole command in a process of its own. */
  COMMAND
}
