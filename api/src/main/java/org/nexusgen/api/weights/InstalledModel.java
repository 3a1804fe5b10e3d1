package org.nexusgen.api.weights;

import java.nio.file.Path;
import org.nexusgen.api.NexusGenException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A model that was installed like a part: packed by {@link ModelPacker}, brought by its bundle. A
 * service; while it is there, {@link ModelLibrary} opens the model by its name.
 */
@ProviderType
public interface InstalledModel {
  /** The symbolic name of its bundle. */
  String name();

  /** The version of its bundle. */
  String version();

  /**
   * Begins to use its files: they stay until the use is closed, even if the model is uninstalled.
   *
   * @throws NexusGenException if they were removed meanwhile, or are damaged
   */
  Use use();

  /** Keeps the files of a model where they are. */
  @ProviderType
  interface Use extends AutoCloseable {
    /** The model in the original layout. */
    Path folder();

    @Override
    void close();
  }
}
