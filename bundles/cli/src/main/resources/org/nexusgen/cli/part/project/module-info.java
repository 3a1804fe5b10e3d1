/** A {{kind}} for Nexus-Gen. */
module {{package}} {
  requires org.nexusgen.api;
  requires static org.osgi.service.component.annotations;
  requires static org.osgi.service.metatype.annotations;

  provides {{service}} with
      {{provider}};
}
