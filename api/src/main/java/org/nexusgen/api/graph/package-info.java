/** A network as data: standard ONNX operators, named weights, typed values. */
@Export
@Version("1.1.0")
@NullMarked
package org.nexusgen.api.graph;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
