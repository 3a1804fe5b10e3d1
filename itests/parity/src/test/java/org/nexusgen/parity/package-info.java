/** The whole road against the reference's outputs. */
@NullMarked
package org.nexusgen.parity;

import org.jspecify.annotations.NullMarked;
