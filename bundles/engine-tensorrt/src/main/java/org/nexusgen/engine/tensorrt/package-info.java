/** The GPU engine: runs graphs with TensorRT 8.6 in a process of its own. */
@NullMarked
package org.nexusgen.engine.tensorrt;

import org.jspecify.annotations.NullMarked;
