/** The published model's graphs at their real sizes, from its configuration alone. */
@NullMarked
package org.nexusgen.parity.published;

import org.jspecify.annotations.NullMarked;
