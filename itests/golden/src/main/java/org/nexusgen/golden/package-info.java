/** Reference outputs for parity tests. */
@NullMarked
package org.nexusgen.golden;

import org.jspecify.annotations.NullMarked;
