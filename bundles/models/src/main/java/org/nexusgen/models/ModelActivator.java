package org.nexusgen.models;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.weights.InstalledModel;
import org.nexusgen.models.store.FileList;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

/**
 * Activator of every bundle with a model: unpacks it, if that was not done before, and offers it.
 * What does not hold what its list says does not start.
 */
public final class ModelActivator implements BundleActivator {
  /** For the framework. */
  public ModelActivator() {}

  @Override
  public void start(BundleContext context) throws IOException {
    Bundle bundle = context.getBundle();
    FileList files = list(bundle);
    var store = StorePlace.of(context);
    store.put(files, path -> open(bundle, path), bundle.getLocation());
    context.registerService(
        InstalledModel.class,
        new BundledModel(store, files),
        FrameworkUtil.asDictionary(Map.of("name", files.name())));
  }

  /** The framework takes the service away; the files stay until the bundle is uninstalled. */
  @Override
  public void stop(BundleContext context) {}

  private static FileList list(Bundle bundle) throws IOException {
    byte[] text;
    try (InputStream in = open(bundle, FileList.PLACE)) {
      text = in.readNBytes(FileList.MAX_BYTES + 1);
    }
    if (text.length > FileList.MAX_BYTES) {
      throw new BadInputException(
          FileList.PLACE + " has more than " + FileList.MAX_BYTES + " bytes, which no model needs");
    }
    FileList files = FileList.parse(new String(text, StandardCharsets.UTF_8));
    String version = bundle.getVersion().toString();
    if (!files.name().equals(bundle.getSymbolicName()) || !files.version().equals(version)) {
      throw new BadInputException(
          "%s is of %s %s, wants that of the bundle, %s %s; pack the model again"
              .formatted(
                  FileList.PLACE,
                  files.name(),
                  files.version(),
                  bundle.getSymbolicName(),
                  version));
    }
    if (!files.digest().equals(bundle.getHeaders("").get(FileList.HEADER))) {
      throw new BadInputException(
          FileList.PLACE + " is not what the manifest was made for; pack the model again");
    }
    return files;
  }

  private static InputStream open(Bundle bundle, String path) throws IOException {
    URL entry = bundle.getEntry(path);
    if (entry == null) {
      throw new FileNotFoundException(path + " is not in the bundle");
    }
    return entry.openStream();
  }
}
