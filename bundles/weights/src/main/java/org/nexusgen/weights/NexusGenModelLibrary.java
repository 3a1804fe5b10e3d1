package org.nexusgen.weights;

import java.nio.file.Path;
import java.util.List;
import org.nexusgen.api.weights.AdapterChoice;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.ModelLibrary;
import org.nexusgen.weights.adapter.ScaledAdapter;
import org.nexusgen.weights.folder.OriginalFolder;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Opens model folders in Nexus-Gen's original layout, version 1 and 2. */
@Component
public final class NexusGenModelLibrary implements ModelLibrary {
  @Activate
  public NexusGenModelLibrary() {}

  @Override
  public ModelFolder open(Path folder, List<AdapterChoice> adapters) {
    return OriginalFolder.open(folder, adapters.stream().map(ScaledAdapter::read).toList());
  }
}
