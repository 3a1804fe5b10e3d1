package org.nexusgen.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nexusgen.api.BadInputException;

@DisplayName("A hostile template")
class HostileTemplateTest {
  private static String render(String template) {
    ChatTurn turn = new ChatTurn("user", List.of(Optional.of("hello")));
    return new JinjaTemplate("hostile", template, Map.of()).render(List.of(turn), true);
  }

  @ParameterizedTest
  @DisplayName("is refused with one line that says where:")
  @ValueSource(
      strings = {
        "{% for a in range(1000) %}{% for b in range(1000) %}{% for c in range(1000) %}x"
            + "{% endfor %}{% endfor %}{% endfor %}",
        "{% for a in range(100000) %}{% for b in range(100000) %}{% set x = b %}{% endfor %}"
            + "{% endfor %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{{ a() }}{% endmacro %}{{ a() }}",
        "{% for m in messages %}",
        "{% if %}",
        "{{ messages[ }}",
        "{{ 1 + }}",
        "{% endfor %}",
        "{% nonsense %}",
        "{{ raise_exception('roles must alternate') }}",
        "{% include '/etc/passwd' %}",
        "{% import 'a' as b %}",
        "{% from 'a' import b %}",
        "{% extends 'a' %}",
        "{{ 'x' | nonsense }}",
        "{{ messages | pprint }}",
        "{{ 'YQ==' | b64decode }}",
        "{{ '1' | fromjson }}",
        "{{ messages[0].content.getClass() }}",
        "{{ messages[0].content.repeat(1000000000) }}",
        "{{ messages.getClass() }}",
        "{{ messages.stream() }}",
        "{{ 'x' is nonsense }}",
        "{{ ____int3rpr3t3r____.getContext() }}",
        "{{ ____int3rpr3t3r____.render('x') }}",
        "{{ nonsense() }}",
        "{% for m in messages if m.role == 'user' %}x{% endfor %}",
        "{% for m in [] %}x{% else %}y{% endfor %}",
        "{% set x = 'aaaaaaaaaa' %}{% for i in range(60) %}{% set x = x + x %}{{ x }}{% endfor %}",
        "{% set ns = namespace(x='aaaaaaaaaa') %}{% for i in range(60) %}{% set ns.x = ns.x ~ ns.x"
            + " %}{% endfor %}{{ ns.x }}"
      })
  void isRefused(String template) {
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> render(template))
        .withMessageStartingWith("hostile: ");
  }

  @ParameterizedTest
  @DisplayName("reaches nothing of Java:")
  @ValueSource(
      strings = {
        "[{{ messages.class }}]",
        "[{{ messages[0].content.class }}]",
        "[{{ messages[0].class.classLoader }}]",
        "[{{ ''.bytes }}]",
        "[{{ ''.class.forName('java.lang.Runtime') }}]",
        "[{{ loop.class }}]",
        "{% for m in messages %}[{{ loop.class }}]{% endfor %}",
        "[{{ ____int3rpr3t3r____.config }}]",
        "[{{ ____int3rpr3t3r____['context'] }}]",
        "[{{ messages[0]['__class__'] }}]",
        "[{{ self.__init__ }}]"
      })
  void reachesNothing(String template) {
    assertThat(render(template)).isEqualTo("[]");
  }

  @Test
  @DisplayName("that is too long is refused before it is read")
  void tooLong() {
    String template = "x".repeat(JinjaTemplate.MAX_TEMPLATE + 1);
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> render(template))
        .withMessageContaining("at most");
  }

  @Test
  @DisplayName("gives bounded text")
  void boundedOutput() {
    String template = "{% for a in range(100000) %}" + "x".repeat(1000) + "{% endfor %}";
    assertThatExceptionOfType(BadInputException.class).isThrownBy(() -> render(template));
  }

  @Test
  @DisplayName("does not read a user's text as a template")
  void textIsData() {
    ChatTurn turn =
        new ChatTurn("user", List.of(Optional.of("{{ 1 + 1 }}{% raise_exception('x') %}{# c #}")));
    String template = "{% for m in messages %}{{ m.content }}{{ m['content'] | trim }}{% endfor %}";
    assertThat(new JinjaTemplate("t", template, Map.of()).render(List.of(turn), true))
        .isEqualTo("{{ 1 + 1 }}{% raise_exception('x') %}{# c #}".repeat(2));
  }
}
