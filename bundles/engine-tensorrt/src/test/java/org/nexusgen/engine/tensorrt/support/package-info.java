/** Tests of what TensorRT reads. */
@NullMarked
package org.nexusgen.engine.tensorrt.support;

import org.jspecify.annotations.NullMarked;
