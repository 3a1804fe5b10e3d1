/** Settings of parts: their names in files, properties and the environment. */
@Export
@Version("1.3.0")
@NullMarked
package org.nexusgen.api.config;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
