package org.nexusgen.engine.tensorrt.protocol;

import org.nexusgen.api.tensor.Shape;

/**
 * The shapes that an input may have in the runs of a plan: its part of TensorRT's optimization
 * profile.
 *
 * @param min smallest size of each axis
 * @param opt sizes for which kernels are chosen
 * @param max largest size of each axis
 */
public record InputRange(String name, Shape min, Shape opt, Shape max) {}
