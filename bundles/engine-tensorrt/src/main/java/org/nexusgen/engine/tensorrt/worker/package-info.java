/** The process that native code runs in. It may die; the platform's process does not. */
@NullMarked
package org.nexusgen.engine.tensorrt.worker;

import org.jspecify.annotations.NullMarked;
