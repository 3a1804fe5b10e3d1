/** The bridges from image embeddings to the conditioning of a decoder. */
module org.nexusgen.projectors {
  requires org.nexusgen.api;
  requires org.nexusgen.graph;
  requires static org.jspecify;
  requires static org.osgi.annotation.bundle;
  requires static org.osgi.service.component.annotations;

  provides org.nexusgen.api.decode.Projector.Provider with
      org.nexusgen.projectors.GenerationProjectors,
      org.nexusgen.projectors.EditingProjectors;
  provides org.nexusgen.api.train.TrainableProjector.Provider with
      org.nexusgen.projectors.TrainableGenerationProjectors,
      org.nexusgen.projectors.TrainableEditingProjectors;
}
