/** LangChain4j's model interfaces over an open {@link org.nexusgen.api.NexusGen}. */
@Export
@Version("1.0.0")
@NullMarked
package org.nexusgen.langchain4j;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
