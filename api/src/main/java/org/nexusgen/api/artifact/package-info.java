/** Files that are published under coordinates. */
@Export
@Version("1.1.0")
@NullMarked
package org.nexusgen.api.artifact;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
