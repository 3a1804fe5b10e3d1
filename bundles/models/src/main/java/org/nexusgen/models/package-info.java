/** What brings the model of a bundle: named by the bundle's manifest, and there for that alone. */
@Export
@Version("1.0.0")
@NullMarked
package org.nexusgen.models;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
