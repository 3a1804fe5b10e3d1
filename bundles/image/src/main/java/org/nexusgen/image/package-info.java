/** Pictures in and out, and resizing exactly as PIL does it. */
@NullMarked
package org.nexusgen.image;

import org.jspecify.annotations.NullMarked;
