/** Nexus-Gen as LangChain4j's chat and image models. */
module org.nexusgen.langchain4j {
  requires transitive langchain4j.core;
  requires transitive org.nexusgen.api;
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.annotation.versioning;

  exports org.nexusgen.langchain4j;
}
