/** Messages, and bytes that are none. */
@NullMarked
package org.nexusgen.engine.tensorrt.protocol;

import org.jspecify.annotations.NullMarked;
