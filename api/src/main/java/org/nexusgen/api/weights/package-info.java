/** What lies in a model folder: configuration, named weights, settings. */
@Export
@Version("1.1.0")
@NullMarked
package org.nexusgen.api.weights;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
