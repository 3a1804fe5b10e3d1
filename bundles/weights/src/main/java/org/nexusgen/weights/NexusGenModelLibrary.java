package org.nexusgen.weights;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.nexusgen.api.weights.AdapterChoice;
import org.nexusgen.api.weights.InstalledModel;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.ModelLibrary;
import org.nexusgen.weights.adapter.ScaledAdapter;
import org.nexusgen.weights.folder.InstalledModels;
import org.nexusgen.weights.folder.OriginalFolder;
import org.nexusgen.weights.folder.ShippedModels;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Opens model folders in Nexus-Gen's original layout, version 1 and 2. */
@Component
public final class NexusGenModelLibrary implements ModelLibrary {
  private final InstalledModels installed = new InstalledModels();

  private final ShippedModels shipped;

  @Activate
  public NexusGenModelLibrary() {
    this(ShippedModels.ofProcess());
  }

  NexusGenModelLibrary(ShippedModels shipped) {
    this.shipped = shipped;
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addModel(InstalledModel model) {
    installed.add(model);
  }

  void removeModel(InstalledModel model) {
    installed.remove(model);
  }

  @Override
  public ModelFolder open(Path folder, List<AdapterChoice> adapters) {
    List<ScaledAdapter> merged = adapters.stream().map(ScaledAdapter::read).toList();
    if (Files.exists(folder)) {
      return OriginalFolder.open(folder, merged);
    }
    Optional<InstalledModel> named = installed.named(folder.toString());
    if (named.isEmpty()) {
      Path there = shipped.named(folder.toString()).orElse(folder);
      return OriginalFolder.open(there, merged, names());
    }
    InstalledModel.Use use = named.get().use();
    try {
      return OriginalFolder.open(use.folder(), merged).using(use);
    } catch (RuntimeException e) {
      use.close();
      throw e;
    }
  }

  /** What opens a model where no folder is named. */
  private List<String> names() {
    return Stream.concat(installed.names().stream(), shipped.names().stream())
        .distinct()
        .sorted()
        .toList();
  }

  @Override
  public List<InstalledModel> installed() {
    return installed.all();
  }
}
