/** The adapters against LangChain4j's interfaces. */
@NullMarked
package org.nexusgen.langchain4j;

import org.jspecify.annotations.NullMarked;
