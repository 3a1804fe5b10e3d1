/** The layer as far as it goes without a device. */
@NullMarked
package org.nexusgen.engine.tensorrt11;

import org.jspecify.annotations.NullMarked;
