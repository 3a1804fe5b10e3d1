/** Which places of a network keep 32-bit floats when the rest runs on 16 bits, and why. */
@NullMarked
package org.nexusgen.engine.tensorrt.precision;

import org.jspecify.annotations.NullMarked;
