/** Plans: graphs that TensorRT has prepared for fixed shapes, built once and kept on disk. */
@NullMarked
package org.nexusgen.engine.tensorrt.plan;

import org.jspecify.annotations.NullMarked;
