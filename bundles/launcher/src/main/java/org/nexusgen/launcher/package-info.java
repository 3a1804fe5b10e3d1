/** Starts the platform: Felix with every bundle of an installation. */
@Export
@Version("1.0.0")
@NullMarked
package org.nexusgen.launcher;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
