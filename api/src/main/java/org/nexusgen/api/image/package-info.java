/** Pictures in memory, and the services that read, write and resize them. */
@Export
@Version("1.0.0")
@NullMarked
package org.nexusgen.api.image;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
