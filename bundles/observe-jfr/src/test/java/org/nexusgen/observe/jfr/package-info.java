@NullMarked
package org.nexusgen.observe.jfr;

import org.jspecify.annotations.NullMarked;
