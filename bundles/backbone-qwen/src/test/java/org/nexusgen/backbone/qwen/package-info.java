@NullMarked
package org.nexusgen.backbone.qwen;

import org.jspecify.annotations.NullMarked;
