/** The autoregressive backbone and its token sampler. */
@Export
@Version("1.0.0")
@NullMarked
package org.nexusgen.api.backbone;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
