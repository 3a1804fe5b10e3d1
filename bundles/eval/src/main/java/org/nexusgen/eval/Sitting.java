package org.nexusgen.eval;

import java.util.List;
import java.util.Optional;
import org.nexusgen.api.NexusGen;

/**
 * A model in its exams.
 *
 * @param model that is asked
 * @param settings how
 * @param judge of the results
 * @param board on which they are counted
 * @param embeddings of the backbone, against the true ones
 * @param autoencoder of the model by itself, if it can be had
 * @param gallery where pictures are kept to be looked at
 * @param notes what readers of the scores must know
 * @param progress of the whole
 */
record Sitting(
    NexusGen model,
    ExamSettings settings,
    Judge judge,
    Scoreboard board,
    EmbeddingErrors embeddings,
    Optional<RoundTrip> autoencoder,
    Gallery gallery,
    List<String> notes,
    Progress progress) {}
