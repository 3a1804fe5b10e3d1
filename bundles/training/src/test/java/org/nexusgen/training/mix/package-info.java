@NullMarked
package org.nexusgen.training.mix;

import org.jspecify.annotations.NullMarked;
