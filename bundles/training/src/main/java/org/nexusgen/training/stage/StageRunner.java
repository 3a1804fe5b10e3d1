package org.nexusgen.training.stage;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.train.CurvePlot;
import org.nexusgen.api.weights.ConfigTree;
import org.nexusgen.training.autoencoder.AutoencoderTrainer;
import org.nexusgen.training.backbone.BackboneTrainer;
import org.nexusgen.training.decoder.DecoderTrainer;
import org.nexusgen.training.loop.TrainingListener;
import org.nexusgen.training.run.Curves;
import org.nexusgen.training.run.Disk;
import org.nexusgen.training.run.LocalDisk;
import org.nexusgen.training.run.RunFolder;
import org.nexusgen.training.settings.Settings;
import org.nexusgen.training.vision.VisionEncoderTrainer;

/** Trains stages: settings to a run's folder to weights in the model's folder. */
public final class StageRunner {
  private static final String TRAIN = "train";
  private static final double NANOS = 1e9;

  private final Services services;
  private final LongSupplier nanos;
  private final Disk disk;

  /**
   * @param nanos clock for speeds
   */
  public StageRunner(Services services, LongSupplier nanos) {
    this.services = services;
    this.nanos = nanos;
    this.disk = new LocalDisk(services.tensorFiles());
  }

  /** All trainers. */
  public static List<Trainer> trainers() {
    return List.of(
        new AutoencoderTrainer(),
        new VisionEncoderTrainer(),
        new BackboneTrainer(),
        new DecoderTrainer(DecodingTask.GENERATION),
        new DecoderTrainer(DecodingTask.EDITING));
  }

  /**
   * Reads the settings of a stage, so that mistakes show before anything is trained.
   *
   * @param where they come from, for messages
   * @throws BadInputException if one is wrong
   */
  public static Stage read(Map<String, Object> values, String where) {
    Settings settings = new Settings(new ConfigTree(where, values));
    String name = settings.requireText(TRAIN);
    Trainer trainer =
        trainers().stream()
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    settings.wrong(
                        TRAIN,
                        "'" + name + "'",
                        trainers().stream()
                            .map(Trainer::name)
                            .collect(Collectors.joining(" or "))));
    Stage stage = trainer.read(settings);
    settings.done();
    return stage;
  }

  /**
   * Trains a stage to its end; one that is done is left alone.
   *
   * @param values its settings
   * @param where they come from, for messages
   * @param model folder of the model
   * @param run folder of the run
   * @param resume whether the run may have begun before
   * @return whether there was anything to do
   */
  public boolean run(
      Map<String, Object> values,
      String where,
      Path model,
      Path run,
      boolean resume,
      TrainingListener listener) {
    Stage stage = read(values, where);
    RunFolder folder = RunFolder.open(run, values, resume, disk, services.tensorFiles());
    if (folder.isDone()) {
      return false;
    }
    long begun = nanos.getAsLong();
    stage.train(new Workplace(services, model, folder, listener, nanos));
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("seconds_since_last_start", (nanos.getAsLong() - begun) / NANOS);
    for (CurvePlot plot : services.plots()) {
      Curves.draw(folder, plot);
    }
    folder.markDone(facts);
    return true;
  }
}
