/** What a pipeline does, as events of the JDK Flight Recorder. */
@NullMarked
package org.nexusgen.observe.jfr;

import org.jspecify.annotations.NullMarked;
