@NullMarked
package org.nexusgen.training.command;

import org.jspecify.annotations.NullMarked;
