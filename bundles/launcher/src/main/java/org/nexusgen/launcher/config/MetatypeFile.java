package org.nexusgen.launcher.config;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.config.SettingName;

/**
 * A description of settings as bundles carry it (OSGi Compendium, 105 Metatype). It is read here
 * and not by a Metatype service because that tells no bounds, and would have to run before it can
 * be asked.
 */
final class MetatypeFile {
  private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");

  private static final String ONE_VALUE = "0";

  /** Element of a class of settings, before it is known whose they are. */
  private record Described(
      String key,
      ValueType type,
      boolean several,
      List<String> options,
      @Nullable String least,
      @Nullable String most,
      String fallback,
      String meaning) {}

  private final Map<String, List<Described>> classes = new HashMap<>();
  private final Map<String, String> classOfPid = new LinkedHashMap<>();

  private MetatypeFile() {}

  /**
   * The settings that a file describes.
   *
   * @throws IOException if it is no such file
   */
  static List<SettingDefinition> read(InputStream stream) throws IOException {
    XMLInputFactory factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    MetatypeFile file = new MetatypeFile();
    try {
      file.read(factory.createXMLStreamReader(stream));
    } catch (XMLStreamException | IllegalArgumentException e) {
      throw new IOException("no description of settings: " + e.getMessage(), e);
    }
    return file.definitions();
  }

  private void read(XMLStreamReader xml) throws XMLStreamException {
    List<Described> elements = new ArrayList<>();
    List<String> options = new ArrayList<>();
    String pid = "";
    while (xml.hasNext()) {
      if (xml.next() != XMLStreamConstants.START_ELEMENT) {
        continue;
      }
      switch (xml.getLocalName()) {
        case "OCD" -> {
          elements = new ArrayList<>();
          classes.put(attribute(xml, "id", ""), elements);
        }
        case "AD" -> {
          options = new ArrayList<>();
          elements.add(described(xml, options));
        }
        case "Option" -> options.add(attribute(xml, "value", ""));
        case "Designate" -> pid = attribute(xml, "pid", "");
        case "Object" -> classOfPid.put(pid, attribute(xml, "ocdref", ""));
        default -> {} // icons and what else helps to draw forms
      }
    }
  }

  private static Described described(XMLStreamReader xml, List<String> options) {
    return new Described(
        attribute(xml, "id", ""),
        ValueType.of(attribute(xml, "type", "String")),
        !attribute(xml, "cardinality", ONE_VALUE).equals(ONE_VALUE),
        options,
        xml.getAttributeValue(null, "min"),
        xml.getAttributeValue(null, "max"),
        unescaped(attribute(xml, "default", "")),
        attribute(xml, "description", ""));
  }

  /**
   * A default is written as a list of one (OSGi Compendium 105.8.4): its commas and blanks have a
   * backslash.
   */
  private static String unescaped(String value) {
    return ESCAPE.matcher(value).replaceAll("$1");
  }

  private static String attribute(XMLStreamReader xml, String name, String otherwise) {
    String value = xml.getAttributeValue(null, name);
    return value == null ? otherwise : value;
  }

  private List<SettingDefinition> definitions() {
    List<SettingDefinition> definitions = new ArrayList<>();
    classOfPid.forEach(
        (pid, type) ->
            classes.getOrDefault(type, List.of()).forEach(one -> definitions.add(of(pid, one))));
    return definitions;
  }

  private static SettingDefinition of(String pid, Described one) {
    return new SettingDefinition(
        new SettingName(SettingName.part(pid), one.key()),
        pid,
        one.type(),
        one.several(),
        one.options(),
        Optional.ofNullable(one.least()),
        Optional.ofNullable(one.most()),
        one.fallback(),
        one.meaning());
  }
}
