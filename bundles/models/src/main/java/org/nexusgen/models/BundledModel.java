package org.nexusgen.models;

import org.nexusgen.api.weights.InstalledModel;
import org.nexusgen.models.store.FileList;
import org.nexusgen.models.store.ModelStore;

/** The model of a bundle that is started. */
record BundledModel(ModelStore store, FileList files) implements InstalledModel {
  @Override
  public String name() {
    return files.name();
  }

  @Override
  public String version() {
    return files.version();
  }

  @Override
  public Use use() {
    return store.use(files);
  }
}
