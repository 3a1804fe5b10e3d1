/** The commands of {@code data}, run as a user runs them. */
@NullMarked
package org.nexusgen.data.command;

import org.jspecify.annotations.NullMarked;
