/** A world of coloured shapes whose pictures, sentences and scores are exact. */
@NullMarked
package org.nexusgen.data.shapes;

import org.jspecify.annotations.NullMarked;
