@NullMarked
package org.nexusgen.training.mini;

import org.jspecify.annotations.NullMarked;
