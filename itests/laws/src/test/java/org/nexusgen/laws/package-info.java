/** The laws of the house as tests. */
@NullMarked
package org.nexusgen.laws;

import org.jspecify.annotations.NullMarked;
