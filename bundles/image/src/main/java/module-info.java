/** Pictures in and out, and resizing exactly as PIL does it. */
module org.nexusgen.image {
  requires org.nexusgen.api;
  requires java.desktop;
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.service.component.annotations;
  requires static org.osgi.service.metatype.annotations;

  provides org.nexusgen.api.image.ImageFiles with
      org.nexusgen.image.JavaImageFiles;
  provides org.nexusgen.api.image.ImageResizer with
      org.nexusgen.image.PillowResizer;
}
