@NullMarked
package org.nexusgen.training.vision;

import org.jspecify.annotations.NullMarked;
