/** The commands {@code nexus:…} of a shell. */
@NullMarked
package org.nexusgen.gogo;

import org.jspecify.annotations.NullMarked;
