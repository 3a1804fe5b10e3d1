package org.nexusgen.api.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.BadInputException;

@DisplayName("Settings without OSGi")
class ProcessSettingsTest {
  @interface Oven {
    int mostLoaves() default 3;

    String flour() default "rye";

    boolean hot() default false;
  }

  @Test
  @DisplayName("are the defaults where nobody sets anything")
  void defaults() {
    Oven oven = read(Map.of(), Map.of());
    assertThat(oven.mostLoaves()).isEqualTo(3);
    assertThat(oven.flour()).isEqualTo("rye");
    assertThat(oven.hot()).isFalse();
    assertThat(oven.annotationType()).isEqualTo(Oven.class);
    assertThat(oven.equals(oven)).isTrue();
  }

  @Test
  @DisplayName("come from system properties before the environment")
  void propertiesWin() {
    Map<String, String> environment =
        Map.of("NEXUSGEN_OVEN_MOST_LOAVES", "5", "NEXUSGEN_OVEN_HOT", "true");
    assertThat(read(Map.of(), environment).mostLoaves()).isEqualTo(5);
    Oven oven = read(Map.of("nexusgen.oven.mostLoaves", "7"), environment);
    assertThat(oven.mostLoaves()).isEqualTo(7);
    assertThat(oven.hot()).isTrue();
  }

  @Test
  @DisplayName("that whoever makes the part gives count more, until it is made")
  void given() {
    Map<String, String> properties = Map.of("nexusgen.oven.mostLoaves", "7");
    Oven made =
        ProcessSettings.giving(
            Map.of("oven.mostLoaves", "9", "oven.hot", "true"), () -> read(properties, Map.of()));
    assertThat(made.mostLoaves()).isEqualTo(9);
    assertThat(made.hot()).isTrue();
    assertThat(read(properties, Map.of()).mostLoaves()).isEqualTo(7);
  }

  @Test
  @DisplayName("that are no numbers are refused with the place that says so")
  void refused() {
    assertThatThrownBy(() -> read(Map.of(), Map.of("NEXUSGEN_OVEN_MOST_LOAVES", "many")))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "environment variable NEXUSGEN_OVEN_MOST_LOAVES: got 'many', wants a number (int)");
  }

  @Test
  @DisplayName("of others keep their whole name")
  void names() {
    assertThat(SettingName.part("org.nexusgen.pipeline")).isEqualTo("pipeline");
    assertThat(SettingName.part("com.example.half-step")).isEqualTo("com.example.half-step");
    assertThat(new SettingName("com.example.half-step", "order").variable())
        .isEqualTo("NEXUSGEN_COM_EXAMPLE_HALF_STEP_ORDER");
  }

  private static Oven read(Map<String, String> properties, Map<String, String> environment) {
    return new ProcessSettings(properties::get, environment::get).read(Oven.class, "oven");
  }
}
