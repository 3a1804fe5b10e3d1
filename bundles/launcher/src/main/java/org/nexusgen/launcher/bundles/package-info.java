/** Bundles that a user adds to an installation: installed ones and those of a drop-in folder. */
@Export
@Version("1.0.0")
@NullMarked
package org.nexusgen.launcher.bundles;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
