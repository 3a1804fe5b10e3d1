@NullMarked
package org.nexusgen.training.settings;

import org.jspecify.annotations.NullMarked;
