package org.nexusgen.eval;

import java.time.Duration;

/**
 * How predicted embeddings of one model were off in one way of running it.
 *
 * @param model its role, such as {@code naive}
 * @param condition {@code known inputs} or a way of generating
 * @param error by token
 * @param right how often the decoder's picture of them is right; empty tally where none was painted
 * @param passes of the network for one picture; 1 for known inputs
 * @param took for one picture, the autoregressive half
 */
record Accumulation(
    String model, String condition, EmbeddingError error, Tally right, int passes, Duration took) {}
