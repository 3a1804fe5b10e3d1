/** Which graphs TensorRT can read: tables of its releases as data, and checks by name. */
@NullMarked
package org.nexusgen.engine.tensorrt.support;

import org.jspecify.annotations.NullMarked;
