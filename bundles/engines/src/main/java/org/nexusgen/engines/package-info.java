/** The command {@code engines}: what there is, what is missing, and how it comes here. */
@NullMarked
package org.nexusgen.engines;

import org.jspecify.annotations.NullMarked;
