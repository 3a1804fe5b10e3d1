package org.nexusgen.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Settings of a part")
class SettingSourcesTest {
  private static final Map<String, String> NONE = Map.of();

  @TempDir Path installation;
  @TempDir Path user;
  private String assembly = "";

  @Test
  @DisplayName("are as their bundle describes them")
  void described() {
    assertThat(Described.oven())
        .extracting(one -> one.name().dotted(), one -> one.type(), one -> one.wanted())
        .containsExactly(
            tuple("oven.loaves", ValueType.INTEGER, "a whole number, 1 or more, 9 at most"),
            tuple("oven.flour", ValueType.STRING, "one of rye, wheat"),
            tuple("oven.bakersName", ValueType.STRING, "a text"),
            tuple("oven.seeds", ValueType.STRING, "a list, each a text"));
  }

  @Test
  @DisplayName("come from defaults, files, environment, properties and options, the last first")
  void order() throws IOException {
    assertThat(loaves(NONE, NONE, NONE)).isEqualTo("3 default");
    Path shared = write(installation, "loaves = 4");
    assertThat(loaves(NONE, NONE, NONE)).isEqualTo("4 " + shared);
    Path own = write(user, "loaves: 5");
    assertThat(loaves(NONE, NONE, NONE)).isEqualTo("5 " + own);
    Map<String, String> environment = Map.of("NEXUSGEN_OVEN_LOAVES", "6");
    assertThat(loaves(environment, NONE, NONE))
        .isEqualTo("6 environment variable NEXUSGEN_OVEN_LOAVES");
    Map<String, String> properties = Map.of("nexusgen.oven.loaves", "7");
    assertThat(loaves(environment, properties, NONE))
        .isEqualTo("7 system property nexusgen.oven.loaves");
    assertThat(loaves(environment, properties, Map.of("oven.loaves", "8")))
        .isEqualTo("8 option --set oven.loaves");
  }

  @Test
  @DisplayName("may come from an assembly: over the files, below all else, the user's own on top")
  void assembled() throws IOException {
    write(user, "loaves = 5\nflour = wheat");
    Path shipped = assembly(installation, "oven.loaves = 6\noven.flour = rye");
    assertThat(loaves(NONE, NONE, NONE)).startsWith("5 ");
    assembly = "party";
    assertThat(loaves(NONE, NONE, NONE)).isEqualTo("6 " + shipped + ": oven.loaves");
    assertThat(value(resolve(NONE, NONE, NONE), "oven.flour")).isEqualTo("rye");
    assembly(user, "oven.loaves = 7");
    assertThat(loaves(NONE, NONE, NONE)).startsWith("7 ");
    assertThat(value(resolve(NONE, NONE, NONE), "oven.flour")).isEqualTo("rye");
    assertThat(loaves(Map.of("NEXUSGEN_OVEN_LOAVES", "8"), NONE, NONE)).startsWith("8 ");
  }

  @Test
  @DisplayName("of an assembly that is not there, or with unknown names in it, are refused")
  void unknownAssembly() throws IOException {
    assembly = "partie";
    Path file = assembly(installation, "oven.loafs = 6");
    assertThat(resolve(NONE, NONE, NONE).faults())
        .extracting(Fault::toString)
        .containsExactly("assembly partie: there is no assembly 'partie'; did you mean 'party'?");
    assembly = "party";
    assertThat(resolve(NONE, NONE, NONE).faults())
        .extracting(Fault::toString)
        .containsExactly(file + ": oven.loafs: unknown setting; did you mean 'oven.loaves'?");
  }

  private static Path assembly(Path folder, String text) throws IOException {
    Path assemblies = Files.createDirectories(folder.resolve("assemblies"));
    return Files.writeString(assemblies.resolve("party.properties"), text);
  }

  @Test
  @DisplayName("that are unknown are refused with the nearest one, and the others count")
  void unknown() throws IOException {
    Path file = write(user, "loafs = 4\nflour = wheat\nzzz = 1");
    EffectiveSettings effective = resolve(NONE, NONE, NONE);
    assertThat(effective.faults())
        .extracting(Fault::toString)
        .containsExactly(
            file + ": loafs: unknown key; did you mean 'loaves'?",
            file + ": zzz: unknown key; there are: bakersName, flour, loaves, seeds");
    assertThat(effective.faults()).noneMatch(Fault::harmless);
    assertThat(value(effective, "oven.flour")).isEqualTo("wheat");
  }

  @Test
  @DisplayName("are refused in environment, properties and options, too")
  void unknownElsewhere() {
    EffectiveSettings effective =
        resolve(
            Map.of("NEXUSGEN_OVEN_BAKER_NAME", "Jo", "NEXUSGEN_MODEL", "mini", "PATH", "/bin"),
            Map.of("nexusgen.oven.flower", "rye", "nexusgen.home", "/opt"),
            Map.of("stove.loaves", "2"));
    assertThat(effective.faults())
        .extracting(Fault::toString)
        .containsExactly(
            "environment variable NEXUSGEN_OVEN_BAKER_NAME: unknown setting; did you mean"
                + " 'NEXUSGEN_OVEN_BAKERS_NAME'?",
            "system property nexusgen.oven.flower: unknown setting; did you mean"
                + " 'nexusgen.oven.flour'?",
            "option --set stove.loaves: unknown setting; did you mean 'oven.loaves'?");
  }

  @Test
  @DisplayName("keep their value where a place gives them a wrong one")
  void wrongValues() throws IOException {
    write(installation, "loaves = 4");
    Path file = write(user, "loaves = 10\nflour = Rye");
    EffectiveSettings effective =
        resolve(NONE, Map.of("nexusgen.oven.loaves", "many"), Map.of("oven.loaves", "0"));
    assertThat(effective.faults())
        .extracting(Fault::toString)
        .containsExactly(
            file + ": flour: got 'Rye', wants one of rye, wheat",
            file + ": loaves: got '10', wants a whole number, 1 or more, 9 at most",
            "system property nexusgen.oven.loaves: got 'many', wants a whole number, 1 or more, 9"
                + " at most",
            "option --set oven.loaves: got '0', wants a whole number, 1 or more, 9 at most");
    assertThat(value(effective, "oven.loaves")).isEqualTo("4");
  }

  @Test
  @DisplayName("of a part that is not installed are noted, and do no harm")
  void strangers() throws IOException {
    Path file = Files.writeString(user.resolve("ofen.properties"), "loaves = 4");
    Files.writeString(user.resolve("logging.properties"), "level = off");
    assertThat(resolve(NONE, NONE, NONE).faults())
        .containsExactly(
            new Fault(
                file.toString(),
                "",
                "no installed part is configured by this file; did you mean 'oven'?",
                true));
  }

  @Test
  @DisplayName("in a file that cannot be read are a fault, in words that are not Java's")
  void damaged() throws IOException {
    write(user, "loaves = \\u12");
    Files.write(installation.resolve("oven.properties"), new byte[] {'#', (byte) 0xe9});
    assertThat(resolve(NONE, NONE, NONE).faults())
        .extracting(Fault::what)
        .containsExactly(
            "cannot be read: it is not UTF-8 text; convert it",
            "cannot be read: malformed \\uXXXX in it; write \\\\ where a backslash is meant");
  }

  @Test
  @DisplayName("are guessed where an assembly leaves out the part, or a part's file names it")
  void partsOfNames() throws IOException {
    assembly = "party";
    Path party = assembly(installation, "flour = rye");
    Path file = write(user, "oven.loaves = 4");
    assertThat(resolve(NONE, NONE, NONE).faults())
        .extracting(Fault::toString)
        .containsExactly(
            file + ": oven.loaves: unknown key; did you mean 'loaves'?",
            party + ": flour: unknown setting; did you mean 'oven.flour'?");
  }

  @Test
  @DisplayName("that are lists are given to the part as lists")
  void lists() {
    SettingDefinition seeds = Described.oven().get(3);
    assertThat((Object[]) seeds.delivered("poppy, sesame")).containsExactly("poppy", "sesame");
  }

  private String loaves(
      Map<String, String> environment,
      Map<String, String> properties,
      Map<String, String> overrides) {
    EffectiveSettings effective = resolve(environment, properties, overrides);
    assertThat(effective.faults()).isEmpty();
    return effective.settings().stream()
        .filter(one -> one.definition().name().key().equals("loaves"))
        .map(one -> one.value() + " " + one.origin())
        .findFirst()
        .orElseThrow();
  }

  private EffectiveSettings resolve(
      Map<String, String> environment,
      Map<String, String> properties,
      Map<String, String> overrides) {
    return new SettingSources(
            List.of(installation, user), assembly, environment, properties, overrides)
        .resolve(Described.oven());
  }

  private static Path write(Path folder, String text) throws IOException {
    return Files.writeString(folder.resolve("oven.properties"), text);
  }

  private static String value(EffectiveSettings effective, String name) {
    return effective.settings().stream()
        .filter(one -> one.definition().name().dotted().equals(name))
        .map(Setting::value)
        .findFirst()
        .orElseThrow();
  }

  private static org.assertj.core.groups.Tuple tuple(Object... values) {
    return org.assertj.core.groups.Tuple.tuple(values);
  }
}
