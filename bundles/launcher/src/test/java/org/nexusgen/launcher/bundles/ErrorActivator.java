package org.nexusgen.launcher.bundles;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Fails with an error of the kind that its manifest names. */
public final class ErrorActivator implements BundleActivator {
  @Override
  public void start(BundleContext context) {
    switch (context.getBundle().getHeaders("").get("Error-Kind")) {
      case "memory" -> throw new OutOfMemoryError("Java heap space");
      case "stack" -> throw new StackOverflowError("too deep");
      case "natives" -> throw new UnsatisfiedLinkError("no gadget in java.library.path");
      default -> throw new NoClassDefFoundError("com/example/Gone");
    }
  }

  @Override
  public void stop(BundleContext context) {}
}
