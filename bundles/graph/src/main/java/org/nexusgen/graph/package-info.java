/** The one definition of a network: typed values, standard ONNX operators and layers. */
@NullMarked
package org.nexusgen.graph;

import org.jspecify.annotations.NullMarked;
