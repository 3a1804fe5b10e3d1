@NullMarked
package org.nexusgen.decoder.flux.autoencoder;

import org.jspecify.annotations.NullMarked;
