/**
 * The unified any-to-any form: pictures and a conversation in which {@code <image>} stands for the
 * next picture, one JSON object a line.
 */
@NullMarked
package org.nexusgen.data.unified;

import org.jspecify.annotations.NullMarked;
