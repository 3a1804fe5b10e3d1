/** Tokenizer, prompts and text encoders. */
@Export
@Version("1.0.0")
@NullMarked
package org.nexusgen.api.text;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
