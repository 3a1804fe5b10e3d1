/** Tests. */
@NullMarked
package org.nexusgen.gogo;

import org.jspecify.annotations.NullMarked;
