/** A host of plain modules: the parts are found because the api uses their services. */
module com.example.host {
  requires org.nexusgen.api;
}
