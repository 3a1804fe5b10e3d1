/** What a lease costs; in the package of what it measures, which is exported to nobody. */
@NullMarked
package org.nexusgen.pipeline;

import org.jspecify.annotations.NullMarked;
