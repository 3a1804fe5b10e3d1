/** The distribution as shipped: unpacked and run. */
@NullMarked
package org.nexusgen.distribution;

import org.jspecify.annotations.NullMarked;
