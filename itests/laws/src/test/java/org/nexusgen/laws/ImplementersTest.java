package org.nexusgen.laws;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;

@DisplayName("Of the types that others may implement")
class ImplementersTest {
  @Test
  @DisplayName("each says whether parts and hosts do, or the platform alone")
  void saysWhoImplements() {
    List<String> silent =
        new ClassFileImporter()
                .importPackages("org.nexusgen.api", "org.nexusgen.graph", "org.nexusgen.contracts")
                .stream()
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(type -> !type.getPackageName().contains(".internal"))
                .filter(ImplementersTest::isOpen)
                .filter(
                    type ->
                        type.isAnnotatedWith(ConsumerType.class)
                            == type.isAnnotatedWith(ProviderType.class))
                .map(JavaClass::getName)
                .sorted()
                .toList();
    assertThat(silent).as("wants @ConsumerType or @ProviderType").isEmpty();
  }

  private static boolean isOpen(JavaClass type) {
    boolean made = type.isInterface() || type.getModifiers().contains(JavaModifier.ABSTRACT);
    return made && !type.isAnnotation() && !type.isEnum() && !type.reflect().isSealed();
  }
}
