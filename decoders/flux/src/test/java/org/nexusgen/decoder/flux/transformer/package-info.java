@NullMarked
package org.nexusgen.decoder.flux.transformer;

import org.jspecify.annotations.NullMarked;
