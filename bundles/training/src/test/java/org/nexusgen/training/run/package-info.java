@NullMarked
package org.nexusgen.training.run;

import org.jspecify.annotations.NullMarked;
