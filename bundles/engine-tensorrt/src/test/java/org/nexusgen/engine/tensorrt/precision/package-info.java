/** Tests of the rules of precision. */
@NullMarked
package org.nexusgen.engine.tensorrt.precision;

import org.jspecify.annotations.NullMarked;
