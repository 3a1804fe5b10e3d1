/** The command line as a service: what the launcher hands its arguments to. */
@Export
@Version("1.2.0")
@NullMarked
package org.nexusgen.api.command;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
