/** What a bundle that a test packs consists of. */
@NullMarked
package org.nexusgen.distribution.part;

import org.jspecify.annotations.NullMarked;
