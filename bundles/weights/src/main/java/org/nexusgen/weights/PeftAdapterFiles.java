package org.nexusgen.weights;

import java.nio.file.Path;
import org.nexusgen.api.weights.Adapter;
import org.nexusgen.api.weights.AdapterFiles;
import org.nexusgen.weights.adapter.PeftFolder;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Adapters in the layout of Hugging Face's PEFT. */
@Component
public final class PeftAdapterFiles implements AdapterFiles {
  @Activate
  public PeftAdapterFiles() {}

  @Override
  public Adapter read(Path file) {
    return PeftFolder.of(file).read();
  }

  @Override
  public void write(Path folder, Adapter adapter) {
    PeftFolder.of(folder).write(adapter);
  }
}
