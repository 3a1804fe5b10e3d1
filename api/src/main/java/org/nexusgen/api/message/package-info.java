/** What is said in a conversation: messages made of text and images. */
@Export
@Version("1.0.0")
@NullMarked
package org.nexusgen.api.message;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
