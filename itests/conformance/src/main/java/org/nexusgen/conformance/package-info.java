/** What every engine must compute: each operator against plain loops. For tests only. */
@NullMarked
package org.nexusgen.conformance;

import org.jspecify.annotations.NullMarked;
