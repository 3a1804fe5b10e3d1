/** The TensorRT engine with a worker process that has no TensorRT. */
@NullMarked
package org.nexusgen.tensorrt;

import org.jspecify.annotations.NullMarked;
