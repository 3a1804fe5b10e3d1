@NullMarked
package org.nexusgen.training.backbone;

import org.jspecify.annotations.NullMarked;
