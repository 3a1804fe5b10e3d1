/** Model folders as bundles: packs them, and unpacks those that are installed. */
module org.nexusgen.models {
  requires org.nexusgen.api;
  requires org.slf4j;
  requires static transitive org.apache.felix.framework;
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.annotation.versioning;
  requires static org.osgi.service.component.annotations;

  exports org.nexusgen.models;

  provides org.nexusgen.api.weights.ModelPacker with
      org.nexusgen.models.packing.FolderModelPacker;
}
