/** Curves as pictures. */
@NullMarked
package org.nexusgen.plots;

import org.jspecify.annotations.NullMarked;
