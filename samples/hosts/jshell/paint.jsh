import org.nexusgen.api.*;
import org.nexusgen.api.image.*;

var model = NexusGen.open(NexusGenConfig.of(Path.of("models/mini")));
var options = DecodeOptions.model().withSteps(2);
var painting = model.generate(PaintingRequest.of("three green triangles").withDecoding(options));
ImageFiles.installed().writePng(painting.image(), Path.of("triangles.png"));
var question = UnderstandingRequest.of("describe the image.", painting.image());
System.out.println(model.understand(question).text());
model.close();
/exit
