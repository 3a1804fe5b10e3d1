/** Which samples come when: sources in given shares. */
@NullMarked
package org.nexusgen.training.mix;

import org.jspecify.annotations.NullMarked;
