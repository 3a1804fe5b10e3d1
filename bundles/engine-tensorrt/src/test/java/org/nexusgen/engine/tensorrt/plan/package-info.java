/** The cache of plans. */
@NullMarked
package org.nexusgen.engine.tensorrt.plan;

import org.jspecify.annotations.NullMarked;
