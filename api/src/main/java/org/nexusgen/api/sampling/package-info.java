/** Diffusion samplers, their schedules and their noise. */
@Export
@Version("1.0.0")
@NullMarked
package org.nexusgen.api.sampling;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
