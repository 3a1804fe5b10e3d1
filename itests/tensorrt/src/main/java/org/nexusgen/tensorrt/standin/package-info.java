/** What stands in for TensorRT's native code where there is no GPU. */
@NullMarked
package org.nexusgen.tensorrt.standin;

import org.jspecify.annotations.NullMarked;
