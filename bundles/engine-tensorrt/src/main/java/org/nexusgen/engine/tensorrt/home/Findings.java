package org.nexusgen.engine.tensorrt.home;

import java.nio.file.Path;
import java.util.List;
import org.nexusgen.api.engine.Availability.Reason;

/** What a look at the machine found. */
public sealed interface Findings {
  /**
   * All that TensorRT needs, as far as files tell.
   *
   * @param version of TensorRT
   * @param driver version of the NVIDIA driver
   * @param cudart the CUDA runtime library
   * @param standIn to which the names of libraries lead that are linked to and never called
   * @param folders that hold the libraries, for the loader's search path
   */
  record Complete(String version, String driver, Path cudart, Path standIn, List<Path> folders)
      implements Findings {
    public Complete {
      folders = List.copyOf(folders);
    }
  }

  /**
   * @param reasons one or more, the one to mend first at the front
   */
  record Incomplete(List<Reason> reasons) implements Findings {
    public Incomplete {
      reasons = List.copyOf(reasons);
    }
  }
}
