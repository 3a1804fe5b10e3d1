/** Finds artifacts through the user's Maven repositories. */
module org.nexusgen.maven {
  requires org.nexusgen.api;
  // these lie inside the bundle; a module path brings its own
  requires static maven.settings;
  requires static maven.settings.builder;
  requires static org.apache.maven.resolver;
  requires static org.apache.maven.resolver.supplier;
  requires static org.apache.maven.resolver.util;
  requires static org.jspecify;
  requires static org.osgi.service.component.annotations;
  requires static plexus.cipher;
  requires static plexus.sec.dispatcher;

  provides org.nexusgen.api.artifact.ArtifactResolver with
      org.nexusgen.maven.MavenArtifactResolver;
}
