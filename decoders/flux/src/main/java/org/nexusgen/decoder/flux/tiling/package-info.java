/** Pictures and latents in overlapping tiles, blended by weights. */
@NullMarked
package org.nexusgen.decoder.flux.tiling;

import org.jspecify.annotations.NullMarked;
