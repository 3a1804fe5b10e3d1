/** What a pipeline does, as meters of Micrometer. */
@Export
@Version("1.0.0")
@NullMarked
package org.nexusgen.observe.micrometer;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
