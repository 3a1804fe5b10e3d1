/** FLUX's autoencoder: pictures to latents and back. */
@NullMarked
package org.nexusgen.decoder.flux.autoencoder;

import org.jspecify.annotations.NullMarked;
