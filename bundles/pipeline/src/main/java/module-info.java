/** The three jobs and the conversation, made from replaceable parts. */
module org.nexusgen.pipeline {
  requires org.nexusgen.api;
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.service.component.annotations;
}
