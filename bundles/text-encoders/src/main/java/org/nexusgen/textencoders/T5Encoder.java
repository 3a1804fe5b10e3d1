package org.nexusgen.textencoders;

import java.util.Arrays;
import java.util.Map;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.engine.SessionSettings.WeightMemory;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.api.weights.WeightStore;

/**
 * T5's encoder, opened. Its weights stay in their files whatever the settings say: T5-XXL has 4.7
 * billion of them and is asked once a negative prompt.
 */
final class T5Encoder implements AutoCloseable {
  /** Length of every prompt in FLUX.1-dev, padding included. */
  static final int LENGTH = 512;

  private final T5Config config;
  private final Tensor buckets;
  private final GraphSession session;

  T5Encoder(PartContext context) {
    WeightStore weights = context.model().weights(WeightSet.T5_TEXT_ENCODER);
    config = T5Config.of(context.model(), weights);
    buckets =
        new RelativePositions(
                config.relativeAttentionNumBuckets(), config.relativeAttentionMaxDistance())
            .table(LENGTH);
    session =
        context
            .engine()
            .open(
                new T5Network(config).graph(),
                weights,
                context.session().withWeightMemory(WeightMemory.MAPPED));
  }

  /**
   * A vector for every token, F32 [1,512,c].
   *
   * @param textIds without end; what does not fit is cut off
   */
  Tensor tokens(int[] textIds) {
    Map<String, Tensor> inputs = Map.of(T5Network.IDS, framed(textIds), T5Network.BUCKETS, buckets);
    try (RunResult result = session.run(inputs)) {
      return result.tensor(T5Network.OUTPUT);
    }
  }

  /** Text, end of text, and padding up to the full length. */
  Tensor framed(int[] textIds) {
    long[] ids = new long[LENGTH];
    Arrays.fill(ids, config.padTokenId());
    int count = Math.min(textIds.length, LENGTH - 1);
    for (int i = 0; i < count; i++) {
      ids[i] = textIds[i];
    }
    ids[count] = config.eosTokenId();
    return Tensor.of(ids, 1, LENGTH);
  }

  @Override
  public void close() {
    session.close();
  }
}
