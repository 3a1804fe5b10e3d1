@NullMarked
package org.nexusgen.training.decoder;

import org.jspecify.annotations.NullMarked;
