/** FLUX's diffusion transformer: its graph, its positions, and what runs it. */
@NullMarked
package org.nexusgen.decoder.flux.transformer;

import org.jspecify.annotations.NullMarked;
