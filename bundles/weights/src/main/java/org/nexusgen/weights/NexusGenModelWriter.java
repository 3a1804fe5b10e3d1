package org.nexusgen.weights;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.ModelWriter;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.weights.folder.WrittenSet;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Writes weights in Nexus-Gen V2's layout as safetensors files. */
@Component
public final class NexusGenModelWriter implements ModelWriter {
  /** The size from which transformers' {@code save_pretrained} writes shards. */
  private static final long SHARD_BYTES = 5_000_000_000L;

  private final long shardBytes;

  @Activate
  public NexusGenModelWriter() {
    this(SHARD_BYTES);
  }

  NexusGenModelWriter(long shardBytes) {
    this.shardBytes = shardBytes;
  }

  @Override
  public List<Path> write(Path folder, WeightSet set, Map<String, Tensor> weights, DType stored) {
    return new WrittenSet(folder, set, shardBytes).write(weights, stored);
  }
}
