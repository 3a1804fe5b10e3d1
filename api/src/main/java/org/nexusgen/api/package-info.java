/** The product as types: open a model, then understand, generate, edit and chat. */
@Export
@Version("1.2.0")
@NullMarked
package org.nexusgen.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
