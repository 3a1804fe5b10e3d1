/** The commands of {@code nexusgen data}. */
@NullMarked
package org.nexusgen.data.command;

import org.jspecify.annotations.NullMarked;
