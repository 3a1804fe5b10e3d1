package org.nexusgen.models;

import org.nexusgen.models.store.FileList;
import org.nexusgen.models.store.ModelStore;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Deletes the files of models whose bundles are uninstalled. */
@Component(
    immediate = true,
    service = {})
public final class ModelRemoval {
  private final BundleContext context;
  private final BundleListener listener;

  /** Begins with what was left behind in the past. */
  @Activate
  public ModelRemoval(BundleContext context) {
    this.context = context;
    ModelStore store = StorePlace.of(context);
    this.listener = (SynchronousBundleListener) event -> uninstalled(event, store);
    store.sweep();
    context.addBundleListener(listener);
  }

  /** Later removals are found at the next start. */
  @Deactivate
  public void close() {
    context.removeBundleListener(listener);
  }

  private static void uninstalled(BundleEvent event, ModelStore store) {
    String digest =
        event.getType() == BundleEvent.UNINSTALLED
            ? event.getBundle().getHeaders("").get(FileList.HEADER)
            : null;
    if (digest != null) {
      store.remove(digest);
    }
  }
}
