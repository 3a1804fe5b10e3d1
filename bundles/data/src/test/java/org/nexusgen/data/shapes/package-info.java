/** The shapes world, checked by a reader that shares no sentence with it. */
@NullMarked
package org.nexusgen.data.shapes;

import org.jspecify.annotations.NullMarked;
