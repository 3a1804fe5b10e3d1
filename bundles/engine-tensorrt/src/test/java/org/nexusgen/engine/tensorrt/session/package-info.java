/** Sizes of plans. */
@NullMarked
package org.nexusgen.engine.tensorrt.session;

import org.jspecify.annotations.NullMarked;
