/** Datasets in the unified form, converters, and the shapes world. */
module org.nexusgen.data {
  requires org.nexusgen.api;
  requires static org.jspecify;
}
