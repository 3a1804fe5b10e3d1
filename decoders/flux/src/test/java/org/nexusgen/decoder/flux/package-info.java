@NullMarked
package org.nexusgen.decoder.flux;

import org.jspecify.annotations.NullMarked;
