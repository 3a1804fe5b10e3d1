/** The commands of nexusgen. */
@NullMarked
package org.nexusgen.cli;

import org.jspecify.annotations.NullMarked;
