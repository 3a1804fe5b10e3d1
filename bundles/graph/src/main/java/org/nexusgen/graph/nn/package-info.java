/**
 * The layers that networks are written with: weights of a checkpoint and the operators over them.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.nexusgen.graph.nn;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
