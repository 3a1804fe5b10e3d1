/** Commands for the Gogo shell of Felix and Karaf. */
module org.nexusgen.gogo {
  requires org.nexusgen.api;
  requires static org.apache.felix.gogo.runtime;
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.service.component.annotations;
}
