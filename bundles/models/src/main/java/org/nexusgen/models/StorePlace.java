package org.nexusgen.models;

import java.io.File;
import java.nio.file.Path;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.models.store.ModelStore;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

/** Where models are unpacked. */
final class StorePlace {
  /** Property of a framework or a system: the folder. */
  private static final String FOLDER = "nexusgen.models";

  private StorePlace() {}

  /** The folder that the framework's launcher names, else one in this bundle's own data. */
  static ModelStore of(BundleContext context) {
    String chosen = context.getProperty(FOLDER);
    if (chosen != null && !chosen.isBlank()) {
      return new ModelStore(Path.of(chosen).toAbsolutePath());
    }
    Bundle own = FrameworkUtil.getBundle(StorePlace.class);
    File data = own == null ? null : own.getDataFile("models");
    if (data == null) {
      throw new NexusGenException(
          "this framework has no file system; set its property " + FOLDER + " to a folder");
    }
    return new ModelStore(data.toPath().toAbsolutePath());
  }
}
