package org.nexusgen.training.backbone;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.SampleSource.Split;
import org.nexusgen.api.train.TrainableBackbone;
import org.nexusgen.api.train.TrainingSample;
import org.nexusgen.training.loop.LearningBatch;
import org.nexusgen.training.loop.Objective;
import org.nexusgen.training.loss.BackboneLoss;
import org.nexusgen.training.mix.Helping;
import org.nexusgen.training.mix.Ingredient;
import org.nexusgen.training.mix.Menu;
import org.nexusgen.training.mix.Pantry;

/** Conversations for a backbone. */
final class BackboneObjective implements Objective {
  private static final String MIXED = "";

  private final TrainableBackbone backbone;
  private final BackboneSettings settings;
  private final Pantry pantry;
  private final SequenceMaker sequences;
  private final Menu menu;
  private final Graph graph;
  private final Map<String, Tensor> start;

  BackboneObjective(
      TrainableBackbone backbone,
      BackboneSettings settings,
      Pantry pantry,
      SequenceMaker sequences,
      Map<String, Tensor> start) {
    this.backbone = backbone;
    this.settings = settings;
    this.pantry = pantry;
    this.sequences = sequences;
    this.start = settings.shared() ? SharedPrefill.of(start) : start;
    Graph network = backbone.graph(layout(settings));
    this.graph = settings.loss().on(settings.shared() ? SharedPrefill.on(network) : network);
    List<Menu.Course> courses = new ArrayList<>();
    for (int i = 0; i < settings.mixtures().size(); i++) {
      long steps = settings.stage().loop().phases().get(i).steps();
      courses.add(
          new Menu.Course(
              steps * settings.stage().loop().accumulate(), settings.mixtures().get(i)));
    }
    this.menu = new Menu(courses, settings.batch(), settings.mixed());
  }

  /** Opens every source before anything is computed. */
  void checkSources() {
    settings.mixtures().forEach(mix -> mix.forEach(one -> pantry.check(one, Split.TRAINING)));
    if (settings.stage().loop().evaluateEvery() > 0) {
      settings.heldOut().forEach(one -> pantry.check(one, Split.HELD_OUT));
    }
  }

  @Override
  public Graph graph() {
    return graph;
  }

  @Override
  public Map<String, Tensor> start() {
    return start;
  }

  @Override
  public Set<String> frozen() {
    return start.keySet().stream()
        .filter(name -> settings.frozen().stream().anyMatch(name::startsWith))
        .collect(Collectors.toSet());
  }

  private static TrainableBackbone.Layout layout(BackboneSettings settings) {
    return settings.branches() ? TrainableBackbone.Layout.BRANCHES : TrainableBackbone.Layout.CHAIN;
  }

  @Override
  public LearningBatch batch(long number) {
    return batch(menu.batch(number), Split.TRAINING);
  }

  @Override
  public List<LearningBatch> heldOut() {
    List<LearningBatch> batches = new ArrayList<>();
    for (Ingredient ingredient : settings.heldOut()) {
      for (int i = 0; i < settings.heldOutBatches(); i++) {
        long first = (long) i * ingredient.batch();
        List<Long> indices = LongStream.range(first, first + ingredient.batch()).boxed().toList();
        batches.add(batch(List.of(new Helping(ingredient, indices)), Split.HELD_OUT));
      }
    }
    return batches;
  }

  private LearningBatch batch(List<Helping> helpings, Split split) {
    List<TrainingSample> samples = new ArrayList<>();
    for (Helping helping : helpings) {
      for (long index : helping.indices()) {
        samples.add(pantry.sample(helping.ingredient(), split, index));
      }
    }
    TrainableBackbone.Batch batch =
        backbone.batch(sequences.of(samples), settings.imageInputs(), layout(settings));
    Ingredient first = helpings.get(0).ingredient();
    boolean alone = helpings.size() == 1;
    Map<String, Tensor> inputs =
        alone
            ? BackboneLoss.inputs(batch, first.text(), first.image())
            : BackboneLoss.inputs(batch);
    return new LearningBatch(
        inputs, alone ? first.name() : MIXED, samples.stream().map(TrainingSample::id).toList());
  }

  @Override
  public void close() {
    pantry.close();
  }
}
