/** The one definition of a network: typed values and standard ONNX operators. */
@Export
@Version("1.2.0")
@NullMarked
package org.nexusgen.graph;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
