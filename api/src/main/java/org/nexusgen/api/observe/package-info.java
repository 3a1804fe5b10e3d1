/**
 * What hosts, metrics and profilers hear of a pipeline, and what its results say of their making.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.nexusgen.api.observe;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
