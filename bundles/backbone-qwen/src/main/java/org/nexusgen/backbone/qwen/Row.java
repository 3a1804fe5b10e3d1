package org.nexusgen.backbone.qwen;

import java.nio.FloatBuffer;

/**
 * One row that a sequence feeds to the network.
 *
 * @param embedding hidden_size values; only views of it are read
 * @param position for the rotary embedding
 */
record Row(FloatBuffer embedding, Position position) {}
