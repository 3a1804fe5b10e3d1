package org.nexusgen.engine.tensorrt.process;

import java.time.Duration;

/**
 * How long the worker may take, and how much it may lose.
 *
 * @param start from its start until it answers for the first time, with CUDA's initialisation
 * @param load of a plan onto the device
 * @param run of a plan
 * @param build of a plan
 * @param silence without a sign of life; it gives one each second, whatever it does
 * @param idle without an open graph, until it is stopped
 * @param leftBehind share of the device's memory: when plans of that size together were taken from
 *     it, a new worker takes the place of this one, as soon as it holds no tensors; infinite where
 *     plans leave nothing behind
 */
public record Limits(
    Duration start,
    Duration load,
    Duration run,
    Duration build,
    Duration silence,
    Duration idle,
    double leftBehind) {}
