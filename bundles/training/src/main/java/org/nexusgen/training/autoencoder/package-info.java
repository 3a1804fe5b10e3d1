/** Losses around the autoencoder's graphs. */
@NullMarked
package org.nexusgen.training.autoencoder;

import org.jspecify.annotations.NullMarked;
