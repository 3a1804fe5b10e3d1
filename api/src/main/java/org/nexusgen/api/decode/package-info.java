/** Projector and vision decoder: from image embeddings to a picture. */
@Export
@Version("1.0.0")
@NullMarked
package org.nexusgen.api.decode;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
