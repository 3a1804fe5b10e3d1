/** The vision encoder and the embedding space that it shares with the backbone. */
@Export
@Version("1.0.0")
@NullMarked
package org.nexusgen.api.vision;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
