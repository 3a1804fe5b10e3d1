/** TensorRT 11 behind the worker's seam, through JavaCPP's classes. */
@NullMarked
package org.nexusgen.engine.tensorrt11;

import org.jspecify.annotations.NullMarked;
