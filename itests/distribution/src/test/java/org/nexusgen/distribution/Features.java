package org.nexusgen.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The file of features for Karaf, as it was built. */
record Features(Path file, Document document) {
  private static final Pattern LOCATION =
      Pattern.compile("(wrap:)?mvn:([^/]+)/([^/]+)/([^/$]+)(?:\\$(.*))?");

  /**
   * A bundle of a feature.
   *
   * @param wrapped whether it is made a bundle when it is installed
   * @param artifact in Maven's words
   * @param instructions for that, {@code A=B&C=D}; empty for none
   */
  record Located(boolean wrapped, String artifact, String version, String instructions) {
    String fileName() {
      return artifact + "-" + version + ".jar";
    }
  }

  static Features built() throws IOException, SAXException, ParserConfigurationException {
    Path file = Path.of(System.getProperty("nexusgen.features"));
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    return new Features(file, factory.newDocumentBuilder().parse(file.toFile()));
  }

  /** The names of all. */
  List<String> names() {
    return elements(document.getDocumentElement(), "feature")
        .map(one -> one.getAttribute("name"))
        .toList();
  }

  /** The bundles of a feature, after those of the features of this file that it needs. */
  List<Located> bundles(String name) {
    Element feature =
        elements(document.getDocumentElement(), "feature")
            .filter(one -> one.getAttribute("name").equals(name))
            .findFirst()
            .orElseThrow();
    List<Located> all = new ArrayList<>();
    elements(feature, "feature")
        .map(Element::getTextContent)
        .filter(names()::contains)
        .forEach(needed -> all.addAll(bundles(needed)));
    elements(feature, "bundle").map(one -> located(one.getTextContent())).forEach(all::add);
    return all;
  }

  private static Located located(String location) {
    Matcher matcher = LOCATION.matcher(location);
    assertThat(matcher.matches()).as(location).isTrue();
    return new Located(
        matcher.group(1) != null,
        matcher.group(3),
        matcher.group(4),
        matcher.group(5) == null ? "" : matcher.group(5));
  }

  private static Stream<Element> elements(Element parent, String name) {
    NodeList children = parent.getChildNodes();
    return IntStream.range(0, children.getLength())
        .mapToObj(children::item)
        .filter(one -> one.getNodeType() == Node.ELEMENT_NODE)
        .map(Element.class::cast)
        .filter(one -> one.getLocalName().equals(name));
  }

  /** Where an installation has a jar. */
  static Path shipped(Path home, String fileName) {
    return Stream.of("lib", "bundle/1", "bundle/3", "optional")
        .map(folder -> home.resolve(folder).resolve(fileName))
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(() -> new AssertionError("nothing that was built brings " + fileName));
  }
}
