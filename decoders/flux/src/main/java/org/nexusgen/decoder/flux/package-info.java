/** The FLUX vision decoder: diffusion transformer and autoencoder. */
@NullMarked
package org.nexusgen.decoder.flux;

import org.jspecify.annotations.NullMarked;
