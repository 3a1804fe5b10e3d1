package org.nexusgen.launcher.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The settings of an oven, as its bundle describes them. */
final class Described {
  static final String METATYPE =
      """
      <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.4.0">
        <OCD id="oven" name="Oven" description="Bakes.">
          <AD id="loaves" type="Integer" default="3" min="1" max="9" description="At once."/>
          <AD id="flour" type="String" default="rye" description="Of the dough.">
            <Option label="rye" value="rye"/>
            <Option label="wheat" value="wheat"/>
          </AD>
          <AD id="bakersName" type="String" default="one\\,\\ or\\ two" description="Who bakes."/>
          <AD id="seeds" type="String" cardinality="9" default="" description="On top."/>
        </OCD>
        <Designate pid="org.nexusgen.oven"><Object ocdref="oven"/></Designate>
      </metatype:MetaData>
      """;

  private Described() {}

  static List<SettingDefinition> oven() {
    try {
      return MetatypeFile.read(new ByteArrayInputStream(METATYPE.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
