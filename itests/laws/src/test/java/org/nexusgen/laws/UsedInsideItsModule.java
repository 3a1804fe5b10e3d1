package org.nexusgen.laws;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** An internal class is used below the package that holds its {@code internal} package, only. */
final class UsedInsideItsModule extends ArchCondition<JavaClass> {
  UsedInsideItsModule() {
    super("be used inside of their module");
  }

  @Override
  public void check(JavaClass internal, ConditionEvents events) {
    String name = internal.getPackageName();
    String module = name.substring(0, name.indexOf(".internal"));
    for (var use : internal.getDirectDependenciesToSelf()) {
      String user = use.getOriginClass().getPackageName();
      boolean inside = user.equals(module) || user.startsWith(module + ".");
      events.add(new SimpleConditionEvent(use, inside, use.getDescription()));
    }
  }
}
