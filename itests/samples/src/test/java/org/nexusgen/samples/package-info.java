/** The samples as tests: what an outsider writes compiles and keeps the contracts. */
@NullMarked
package org.nexusgen.samples;

import org.jspecify.annotations.NullMarked;
