@NullMarked
package org.nexusgen.observe.micrometer;

import org.jspecify.annotations.NullMarked;
