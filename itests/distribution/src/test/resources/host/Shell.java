import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.osgi.framework.Bundle;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/**
 * A container as somebody else would start it, with Felix and SLF4J on its class path and nothing
 * else: starts bundles, types commands into their Gogo, and prints what those give.
 */
class Shell {
  /** Arguments: folder of the framework, file with a jar on each line, commands. */
  public static void main(String[] arguments) throws Exception {
    Framework framework =
        ServiceLoader.load(FrameworkFactory.class)
            .findFirst()
            .orElseThrow()
            .newFramework(
                Map.of(
                    "org.osgi.framework.storage",
                    arguments[0],
                    "org.osgi.framework.system.packages.extra",
                    "org.slf4j;version=\"2.0.17\",org.slf4j.event;version=\"2.0.17\""));
    framework.start();
    List<Bundle> bundles = new ArrayList<>();
    for (String jar : Files.readAllLines(Path.of(arguments[1]))) {
      bundles.add(framework.getBundleContext().installBundle(Path.of(jar).toUri().toString()));
    }
    for (Bundle bundle : bundles) {
      bundle.start();
      System.out.println("started " + bundle.getSymbolicName());
    }
    Object session = session(framework);
    for (String command : Arrays.copyOfRange(arguments, 2, arguments.length)) {
      System.out.println("> " + command);
      try {
        System.out.println(
            session.getClass().getMethod("execute", CharSequence.class).invoke(session, command));
      } catch (ReflectiveOperationException e) {
        System.out.println("refused: " + e.getCause().getMessage());
      }
    }
    framework.stop();
    framework.waitForStop(30_000);
    System.exit(0);
  }

  private static Object session(Framework framework) throws ReflectiveOperationException {
    var context = framework.getBundleContext();
    Object processor =
        context.getService(
            context.getServiceReference("org.apache.felix.service.command.CommandProcessor"));
    return processor
        .getClass()
        .getMethod("createSession", InputStream.class, OutputStream.class, OutputStream.class)
        .invoke(
            processor,
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            OutputStream.nullOutputStream());
  }
}
