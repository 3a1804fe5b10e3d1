/** What TensorRT needs of the machine, and where it is. No native code is loaded here. */
@NullMarked
package org.nexusgen.engine.tensorrt.home;

import org.jspecify.annotations.NullMarked;
