import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.ResponseCache;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.logging.LogManager;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nexusgen.api.DecodeOptions;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.NexusGenFactory;
import org.nexusgen.api.PaintingRequest;
import org.nexusgen.launcher.Installation;
import org.nexusgen.launcher.Platform;

/** Uses two instances at once, closes them, and says in what the JVM differs from before. */
public final class Guest {
  private static final PaintingRequest REQUEST =
      PaintingRequest.of("three green triangles").withDecoding(DecodeOptions.model().withSteps(1));

  /**
   * Libraries with native code stay until the JVM ends, and so does what they leave: JNA a thread
   * and properties, the JDK for a minute the thread of a process that JNA asked, ONNX Runtime a
   * hook that closes it and an empty folder that is deleted then.
   */
  private static final Pattern OF_NATIVES =
      Pattern.compile(
          "thread (JNA Cleaner|process reaper) \\(daemon\\)"
              + "|property (jna|jnidispatch)\\..*"
              + "|shutdown hook java.lang.Thread Thread-\\d+"
              + "|file .*/onnxruntime-java\\d+");

  public static void main(String[] arguments) throws Exception {
    Path home = Path.of(arguments[1]);
    NexusGenConfig config = NexusGenConfig.of(home.resolve("models/mini"));
    Set<String> before = state();
    Set<Thread> threads = Thread.getAllStackTraces().keySet();

    boolean equal =
        arguments[0].equals("platforms") ? twoPlatforms(home, config) : twoModels(config);

    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (!threads.contains(thread) && thread != Thread.currentThread()) {
        thread.join(TimeUnit.SECONDS.toMillis(5));
        if (thread.isAlive()) {
          say("thread " + thread.getName() + (thread.isDaemon() ? " (daemon)" : ""));
        }
      }
    }
    for (String line : state()) {
      if (!before.contains(line)) {
        say(line);
      }
    }
    URL.setURLStreamHandlerFactory(protocol -> null); // an error if there is one already
    URLConnection.setContentHandlerFactory(type -> null);
    System.out.println(equal ? "both painted the same" : "they painted different pictures");
  }

  private static void say(String difference) {
    if (!OF_NATIVES.matcher(difference).matches()) {
      System.out.println(difference);
    }
  }

  private static boolean twoModels(NexusGenConfig config) {
    try (NexusGen one = NexusGen.open(config);
        NexusGen two = NexusGen.open(config)) {
      return samePicture(one, two);
    }
  }

  private static boolean twoPlatforms(Path home, NexusGenConfig config) throws IOException {
    Installation installation = new Installation(home);
    Path storage = Files.createTempDirectory(Path.of(""), "storage-"); // the host's own
    try (Platform first = Platform.start(installation, storage.resolve("first"));
        Platform second = Platform.start(installation, storage.resolve("second"));
        NexusGen one = first.service(NexusGenFactory.class).open(config);
        NexusGen two = second.service(NexusGenFactory.class).open(config)) {
      return samePicture(one, two);
    }
  }

  private static boolean samePicture(NexusGen one, NexusGen two) {
    byte[] pixels = one.generate(REQUEST).image().pixels();
    return Arrays.equals(pixels, two.generate(REQUEST).image().pixels());
  }

  private static Set<String> state() throws Exception {
    Set<String> state = new TreeSet<>();
    System.getProperties().forEach((name, value) -> state.add("property " + name + "=" + value));
    try (Stream<Path> files = Files.walk(Path.of(System.getProperty("java.io.tmpdir")))) {
      files.forEach(file -> state.add("file " + file));
    }
    state.add("locale " + Locale.getDefault() + ", zone " + TimeZone.getDefault().getID());
    state.add("streams " + System.in + " " + System.out + " " + System.err);
    state.add("uncaught exceptions " + Thread.getDefaultUncaughtExceptionHandler());
    state.add("context class loader " + Thread.currentThread().getContextClassLoader());
    state.add("proxies " + ProxySelector.getDefault() + " " + Authenticator.getDefault());
    state.add("cookies " + CookieHandler.getDefault() + " " + ResponseCache.getDefault());
    var root = LogManager.getLogManager().getLogger("");
    state.add("logging " + root.getLevel() + " " + Arrays.toString(root.getHandlers()));
    for (Thread hook : shutdownHooks()) {
      state.add("shutdown hook " + hook.getClass().getName() + " " + hook.getName());
    }
    return state;
  }

  /** Needs --add-opens java.base/java.lang=ALL-UNNAMED. */
  private static Set<Thread> shutdownHooks() throws ReflectiveOperationException {
    var hooks = Class.forName("java.lang.ApplicationShutdownHooks").getDeclaredField("hooks");
    hooks.setAccessible(true);
    return ((Map<?, ?>) hooks.get(null))
        .keySet().stream().map(Thread.class::cast).collect(Collectors.toSet());
  }
}
