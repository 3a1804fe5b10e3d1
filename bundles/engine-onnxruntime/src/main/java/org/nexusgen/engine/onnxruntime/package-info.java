/** The CPU engine: runs graphs with ONNX Runtime. */
@NullMarked
package org.nexusgen.engine.onnxruntime;

import org.jspecify.annotations.NullMarked;
