package org.nexusgen.engine.tensorrt.process;

import java.nio.file.Path;
import org.nexusgen.engine.tensorrt.protocol.Request;

/**
 * A plan on disk, and how it is loaded.
 *
 * @param weightBytes of its weights that may be on the device; {@link Request.Load#ALL}
 */
public record StoredPlan(Path file, long weightBytes) {}
