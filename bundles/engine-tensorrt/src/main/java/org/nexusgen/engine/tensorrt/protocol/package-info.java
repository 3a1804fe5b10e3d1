/** What the platform's process and the worker process say to each other. */
@NullMarked
package org.nexusgen.engine.tensorrt.protocol;

import org.jspecify.annotations.NullMarked;
