package org.nexusgen.models.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.weights.InstalledModel;

/** A claim on a model's files; none where nobody could delete them either. */
final class ModelUse implements InstalledModel.Use {
  private final ModelStore store;
  private final FileList files;
  private final @Nullable Claim claim;
  private final AtomicBoolean closed = new AtomicBoolean();

  ModelUse(ModelStore store, FileList files, @Nullable Claim claim) {
    this.store = store;
    this.files = files;
    this.claim = claim;
  }

  @Override
  public Path folder() {
    return store.home(files);
  }

  @Override
  public void close() {
    if (claim == null || !closed.compareAndSet(false, true)) {
      return;
    }
    try {
      claim.close();
    } catch (IOException e) {
      // its file stays behind unlocked, which counts for nothing
    }
    store.sweep(); // it may have been uninstalled while it was in use
  }
}
