/**
 * What training needs: engines that run graphs backwards, parts whose networks can be trained, and
 * where samples come from.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.nexusgen.api.train;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
