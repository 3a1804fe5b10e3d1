/** Curves as pictures. */
module org.nexusgen.plots {
  requires java.desktop;
  requires org.knowm.xchart;
  requires org.nexusgen.api;
  requires static org.jspecify;
  requires static org.osgi.service.component.annotations;

  provides org.nexusgen.api.train.CurvePlot with
      org.nexusgen.plots.ChartPlot;
}
