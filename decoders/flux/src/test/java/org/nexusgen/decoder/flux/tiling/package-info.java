@NullMarked
package org.nexusgen.decoder.flux.tiling;

import org.jspecify.annotations.NullMarked;
