package org.nexusgen.distribution;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * A bundle with parts, as an outsider's build would pack it.
 *
 * @param name symbolic name
 * @param imports header of the packages that it needs
 * @param parts its components
 * @param classes what else is in it
 */
record PartBundle(String name, String imports, List<Part> parts, List<Class<?>> classes) {
  /**
   * A component.
   *
   * @param type its class
   * @param service what it is offered as
   * @param properties of the service; those whose name ends with {@code :Integer} are numbers
   * @param deactivate method that is called when it goes; empty for none
   * @param needs interfaces of services without which it is not made
   */
  record Part(
      Class<?> type,
      Class<?> service,
      Map<String, String> properties,
      String deactivate,
      List<Class<?>> needs) {
    Part(Class<?> type, Class<?> service, Map<String, String> properties, String deactivate) {
      this(type, service, properties, deactivate, List.of());
    }

    String xml() {
      StringBuilder more = new StringBuilder();
      properties.forEach(
          (key, value) ->
              more.append(
                  "<property name=\"%s\" type=\"%s\" value=\"%s\"/>"
                      .formatted(
                          key.replace(":Integer", ""),
                          key.endsWith(":Integer") ? "Integer" : "String",
                          value)));
      needs.forEach(
          one ->
              more.append(
                  "<reference name=\"%s\" interface=\"%s\"/>"
                      .formatted(one.getSimpleName(), one.getName())));
      String leave = deactivate.isEmpty() ? "" : "deactivate=\"" + deactivate + "\"";
      return """
      <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="%1$s" %2$s>
        <implementation class="%1$s"/>
        %3$s
        <service><provide interface="%4$s"/></service>
      </scr:component>
      """
          .formatted(type.getName(), leave, more, service.getName());
    }

    String path() {
      return "OSGI-INF/" + type.getName() + ".xml";
    }
  }

  Path packed(Path folder, String version) throws IOException {
    Path file = Files.createDirectories(folder).resolve(name + "-" + version + ".jar");
    Manifest manifest = new Manifest();
    Attributes headers = manifest.getMainAttributes();
    headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.putValue("Bundle-ManifestVersion", "2");
    headers.putValue("Bundle-SymbolicName", name);
    headers.putValue("Bundle-Version", version);
    headers.putValue("Implementation-Version", version);
    headers.putValue("Import-Package", imports);
    headers.putValue(
        "Service-Component", String.join(",", parts.stream().map(Part::path).toList()));
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out, manifest)) {
      for (Part part : parts) {
        jar.putNextEntry(new JarEntry(part.path()));
        jar.write(part.xml().getBytes(StandardCharsets.UTF_8));
        add(jar, part.type());
      }
      for (Class<?> type : classes) {
        add(jar, type);
      }
    }
    return file;
  }

  private static void add(JarOutputStream jar, Class<?> type) throws IOException {
    String path = type.getName().replace('.', '/') + ".class";
    try (InputStream code = type.getResourceAsStream("/" + path)) {
      jar.putNextEntry(new JarEntry(path));
      Objects.requireNonNull(code, path).transferTo(jar);
    }
  }
}
