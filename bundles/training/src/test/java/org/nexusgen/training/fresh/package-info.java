/** Whether networks learn from nothing. */
@NullMarked
package org.nexusgen.training.fresh;

import org.jspecify.annotations.NullMarked;
