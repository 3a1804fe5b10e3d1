/** Numbers with a shape: what flows between the boxes of the figure. */
@Export
@Version("1.0.0")
@NullMarked
package org.nexusgen.api.tensor;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
