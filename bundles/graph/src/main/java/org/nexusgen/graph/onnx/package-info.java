/** Graphs as ONNX files, and the lowering to the older operator set that other engines speak. */
@Export
@Version("1.0.0")
@NullMarked
package org.nexusgen.graph.onnx;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
