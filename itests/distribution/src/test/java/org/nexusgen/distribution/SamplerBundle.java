package org.nexusgen.distribution;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.nexusgen.distribution.part.SquareSampler;

/** A bundle with the sampler {@code square}, as an outsider's build would pack it. */
final class SamplerBundle {
  static final String NAME = "com.example.square";

  private static final String API = "org.nexusgen.api.sampling;version=\"[1.0,2)\"";
  private static final String COMPONENT =
      """
      <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="%1$s">
        <property name="name" value="square"/>
        <service><provide interface="org.nexusgen.api.sampling.DiffusionSampler"/></service>
        <implementation class="%1$s"/>
      </scr:component>
      """
          .formatted(SquareSampler.class.getName());

  private SamplerBundle() {}

  static Path whole(Path folder, String version) throws IOException {
    return packed(folder, version, API);
  }

  /** One that needs what is not there. */
  static Path broken(Path folder, String version) throws IOException {
    return packed(folder, version, API + ",com.example.missing;version=\"[2.0,3)\"");
  }

  private static Path packed(Path folder, String version, String imports) throws IOException {
    Path file = Files.createDirectories(folder).resolve("square-" + version + ".jar");
    Manifest manifest = new Manifest();
    Attributes headers = manifest.getMainAttributes();
    headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.putValue("Bundle-ManifestVersion", "2");
    headers.putValue("Bundle-SymbolicName", NAME);
    headers.putValue("Bundle-Version", version);
    headers.putValue("Implementation-Version", version);
    headers.putValue("Import-Package", imports);
    headers.putValue("Service-Component", "OSGI-INF/square.xml");
    String path = SquareSampler.class.getName().replace('.', '/') + ".class";
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out, manifest);
        InputStream code = SquareSampler.class.getResourceAsStream("/" + path)) {
      jar.putNextEntry(new JarEntry("OSGI-INF/square.xml"));
      jar.write(COMPONENT.getBytes(StandardCharsets.UTF_8));
      jar.putNextEntry(new JarEntry(path));
      Objects.requireNonNull(code, path).transferTo(jar);
    }
    return file;
  }
}
