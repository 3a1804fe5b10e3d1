/** The worker's own arithmetic, and its native layer where there is one. */
@NullMarked
package org.nexusgen.engine.tensorrt.worker;

import org.jspecify.annotations.NullMarked;
