package org.nexusgen.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * A project that {@code nexusgen parts new} wrote, built as its pom says but without Maven, which
 * would take ten times as long.
 *
 * @param folder of the project
 */
record NewPart(Path folder) {
  private static final Pattern BND = Pattern.compile("(?s)<bnd><!\\[CDATA\\[(.*?)]]></bnd>");

  /** Jars that its module may see, and no other. */
  private static final List<String> SEEN =
      List.of(
          "nexusgen-api",
          "org.osgi.service.component.annotations",
          "org.osgi.service.metatype.annotations");

  /** Compiles it as a module that sees the api and annotations alone. */
  Path compiled() throws IOException {
    Path classes = folder.resolve("target/classes");
    String path =
        classPath()
            .filter(entry -> SEEN.stream().anyMatch(jar -> isVersionOf(jar, entry)))
            .collect(Collectors.joining(File.pathSeparator));
    compile("src/main/java", classes, "-p", path);
    return classes;
  }

  private static boolean isVersionOf(String artifact, String jar) {
    return Path.of(jar).getFileName().toString().matches(artifact + "-\\d.*");
  }

  private static Stream<String> classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> entry.endsWith(".jar"));
  }

  /** Runs its tests; they see what was compiled. */
  TestExecutionSummary tested() throws IOException, ClassNotFoundException {
    Path classes = folder.resolve("target/classes");
    Path tests = folder.resolve("target/test-classes");
    String path = classes + File.pathSeparator + System.getProperty("java.class.path");
    List<String> names = compile("src/test/java", tests, "-cp", path);
    URL[] urls = {tests.toUri().toURL(), classes.toUri().toURL()};
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    try (URLClassLoader loader = new URLClassLoader(urls, NewPart.class.getClassLoader())) {
      LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request();
      for (String name : names) {
        request.selectors(DiscoverySelectors.selectClass(loader.loadClass(name)));
      }
      LauncherFactory.create().execute(request.build(), listener);
    }
    return listener.getSummary();
  }

  /** Packs it with the instructions of its pom. */
  Path packed() throws Exception {
    Matcher bnd = BND.matcher(Files.readString(folder.resolve("pom.xml")));
    assertThat(bnd.find()).isTrue();
    Properties instructions = new Properties();
    instructions.load(new StringReader(bnd.group(1).replace("${project.version}", "1.0.0")));
    Path jar = folder.resolve("target").resolve(folder.getFileName() + "-1.0.0.jar");
    try (Builder builder = new Builder();
        Jar classes = new Jar(folder.resolve("target/classes").toFile());
        Jar resources = new Jar(folder.resolve("src/main/resources").toFile())) {
      classes.addAll(resources);
      builder.setProperties(instructions);
      builder.setProperty("Bundle-Version", "1.0.0");
      builder.setJar(classes);
      for (String entry : classPath().toList()) {
        builder.addClasspath(new File(entry));
      }
      builder.build().write(jar.toFile());
      assertThat(builder.getErrors()).isEmpty();
      assertThat(builder.getWarnings()).isEmpty();
    }
    return jar;
  }

  /** Gives the names of the classes. */
  private List<String> compile(String tree, Path classes, String... path) throws IOException {
    Path root = folder.resolve(tree);
    List<Path> sources;
    try (Stream<Path> files = Files.walk(root)) {
      sources = files.filter(file -> file.toString().endsWith(".java")).toList();
    }
    List<String> options =
        new ArrayList<>(List.of("-proc:none", "--release", "21", "-d", classes.toString()));
    options.addAll(List.of("-Xlint:all,-classfile,-path,-requires-automatic", "-Werror"));
    options.addAll(List.of(path));
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    try (var manager = javac.getStandardFileManager(null, null, null)) {
      boolean compiled =
          javac
              .getTask(
                  said, manager, null, options, null, manager.getJavaFileObjectsFromPaths(sources))
              .call();
      assertThat(compiled).as("%s", said).isTrue();
    }
    return sources.stream()
        .map(file -> root.relativize(file).toString().replace(File.separatorChar, '.'))
        .map(file -> file.substring(0, file.length() - ".java".length()))
        .toList();
  }
}
