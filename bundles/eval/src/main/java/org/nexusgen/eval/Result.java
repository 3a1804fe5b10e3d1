package org.nexusgen.eval;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Everything that was found out.
 *
 * @param facts of the run: model, engine, seed, numbers
 * @param goals that are aimed at; may be empty
 * @param board all scores
 * @param embeddings of the backbone
 * @param notes what was not measured and why
 * @param took in all
 */
record Result(
    Map<String, String> facts,
    List<MiniPlan.Goal> goals,
    Scoreboard board,
    EmbeddingErrors embeddings,
    List<String> notes,
    Duration took) {}
