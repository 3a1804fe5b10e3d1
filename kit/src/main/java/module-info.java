/** What every part promises, as tests that its author extends. */
module org.nexusgen.contracts {
  requires transitive org.nexusgen.api;
  requires transitive org.junit.jupiter.api;
  requires org.junit.jupiter.params;
  requires org.assertj.core;
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.annotation.versioning;

  exports org.nexusgen.contracts;
}
