package org.nexusgen.backbone.qwen;

/**
 * What the heads say of one sequence's {@link Reading}.
 *
 * @param scores text projector: one a token, or none if not asked
 * @param embeddings vision projector: the asked rows one after another
 */
@SuppressWarnings("ArrayRecordComponent") // handed from the network to one reader
record Prediction(float[] scores, float[] embeddings) {}
