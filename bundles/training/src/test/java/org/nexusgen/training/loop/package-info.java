@NullMarked
package org.nexusgen.training.loop;

import org.jspecify.annotations.NullMarked;
