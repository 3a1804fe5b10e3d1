/** The worker process as the platform sees it: started, watched, restarted. */
@NullMarked
package org.nexusgen.engine.tensorrt.process;

import org.jspecify.annotations.NullMarked;
