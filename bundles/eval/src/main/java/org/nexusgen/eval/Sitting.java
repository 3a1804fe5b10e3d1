package org.nexusgen.eval;

import org.nexusgen.api.NexusGen;

/**
 * A model in its exams.
 *
 * @param model that is asked
 * @param settings how
 * @param judge of the results
 * @param board on which they are counted
 * @param embeddings of the backbone, against the true ones
 * @param progress of the whole
 */
record Sitting(
    NexusGen model,
    ExamSettings settings,
    Judge judge,
    Scoreboard board,
    EmbeddingErrors embeddings,
    Progress progress) {}
