package org.nexusgen.training.loop;

/**
 * A stretch of a training with a learning rate of its own.
 *
 * @param steps updates of the weights
 * @param rate of each of them, counted from the phase's beginning
 */
public record Phase(long steps, LearningRate rate) {}
