/** Settings of the installed parts: from files, environment and command line to their bundles. */
@Export
@Version("1.0.0")
@NullMarked
package org.nexusgen.launcher.config;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
