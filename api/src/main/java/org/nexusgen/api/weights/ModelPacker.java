package org.nexusgen.api.weights;

import java.nio.file.Path;
import java.util.List;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;
import org.osgi.annotation.versioning.ProviderType;

/** Packs a model folder into a bundle, which is installed and removed like a part. A service. */
@ProviderType
public interface ModelPacker {
  /**
   * Writes one jar with every file of the folder but hidden ones, and the FLUX folder beside it if
   * the model uses that one. The same folder, name and version give the same bytes.
   *
   * @param model to pack, without adapters
   * @param jar to write; one that is there is replaced when the new one is whole
   * @param name of the bundle, by which the model is opened: letters, digits, '.', '-' and '_'
   * @param version of the bundle, such as {@code 1.0.0}
   * @throws BadInputException if the name, the version, the jar's place or a file's name does not
   *     serve
   * @throws NexusGenException if it cannot be written; nothing is left then
   */
  Packed pack(ModelFolder model, Path jar, String name, String version);

  /**
   * What was packed.
   *
   * @param jar the bundle
   * @param files how many it holds
   * @param bytes of all files
   * @param notes what to know before the jar is passed on, a line each
   */
  record Packed(Path jar, int files, long bytes, List<String> notes) {
    public Packed {
      notes = List.copyOf(notes);
    }
  }
}
