/** A graph in use: from the shapes of a run to a plan, and back to the shapes of its outputs. */
@NullMarked
package org.nexusgen.engine.tensorrt.session;

import org.jspecify.annotations.NullMarked;
