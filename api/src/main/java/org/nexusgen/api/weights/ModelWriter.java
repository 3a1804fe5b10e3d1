package org.nexusgen.api.weights;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Tensor;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Writes weights as a model folder has them: file names, key names and order of the original, so
 * that the reference's own loaders read them. A service.
 */
@ProviderType
public interface ModelWriter {
  /**
   * Replaces one set of a model folder. A set in one file is replaced in one step; a backbone in
   * several shards is written beside the old one first, but is whole again only when its index is
   * there.
   *
   * @param folder of the model; it and the folders below it are created
   * @param weights all of the set, by their canonical names
   * @param stored type of the values in the file: F32, F16 or BF16
   * @return the files of the set, in the order of their names
   * @throws NexusGenException if they cannot be written; what stood there before stays
   */
  List<Path> write(Path folder, WeightSet set, Map<String, Tensor> weights, DType stored);
}
