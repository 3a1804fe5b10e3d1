/** Tests. */
@NullMarked
package org.nexusgen.models.packing;

import org.jspecify.annotations.NullMarked;
