/** What runs a graph: the service that an engine bundle offers. */
@Export
@Version("1.2.0")
@NullMarked
package org.nexusgen.api.engine;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
