/** The worker's start. */
@NullMarked
package org.nexusgen.engine.tensorrt.process;

import org.jspecify.annotations.NullMarked;
