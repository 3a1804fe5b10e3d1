/** Datasets in the unified form, converters, and the shapes world. */
module org.nexusgen.data {
  requires com.fasterxml.jackson.core;
  requires info.picocli;
  requires org.apache.commons.compress;
  requires org.nexusgen.api;
  requires static org.jspecify;
  requires static org.osgi.service.component.annotations;

  opens org.nexusgen.data.command to
      info.picocli;
  opens org.nexusgen.data.reannotate to
      info.picocli;

  uses org.nexusgen.api.NexusGenFactory;
  uses org.nexusgen.api.image.ImageFiles;

  provides org.nexusgen.api.command.Subcommand with
      org.nexusgen.data.command.DataCommand;
  provides org.nexusgen.api.train.LabelledPictures with
      org.nexusgen.data.shapes.ShapesLabels;
  provides org.nexusgen.api.train.SampleScorer with
      org.nexusgen.data.shapes.ShapesScorer;
  provides org.nexusgen.api.train.SampleSource.Provider with
      org.nexusgen.data.shapes.ShapesSources,
      org.nexusgen.data.source.JsonLinesSources;
}
