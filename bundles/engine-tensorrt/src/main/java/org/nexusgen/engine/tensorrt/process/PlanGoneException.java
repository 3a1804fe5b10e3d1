package org.nexusgen.engine.tensorrt.process;

import org.nexusgen.api.NexusGenException;

/**
 * A plan was to be loaded whose file is not there any more: whoever keeps the folder to its size,
 * or a person, deleted it. It can be built again.
 */
public final class PlanGoneException extends NexusGenException {
  private static final long serialVersionUID = 1L;

  private final transient StoredPlan plan;

  PlanGoneException(String task, StoredPlan plan) {
    super(
        "%s: its plan %s was deleted; the next request builds it again"
            .formatted(task, plan.file()));
    this.plan = plan;
  }

  /** The one that is gone. */
  public StoredPlan plan() {
    return plan;
  }
}
