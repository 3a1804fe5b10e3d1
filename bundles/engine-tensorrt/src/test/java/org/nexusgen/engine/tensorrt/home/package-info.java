/** Discovery on machines that do not exist. */
@NullMarked
package org.nexusgen.engine.tensorrt.home;

import org.jspecify.annotations.NullMarked;
