package org.nexusgen.data.shapes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.nexusgen.api.train.LabelledPictures;
import org.nexusgen.api.train.SampleSource;
import org.osgi.service.component.annotations.Component;

/**
 * What is to be seen in each place of a picture of the shapes world: form, colour and size of the
 * object in the cell that the place's middle lies in, or none; the background; where the place
 * itself is, and which cell that is in words.
 */
@Component(service = LabelledPictures.class)
public final class ShapesLabels implements LabelledPictures {
  /** Merged tokens of the small vision encoder: 72 pixels in patches of 6, merged by 2. */
  private static final int USUAL_PLACES = 6;

  private final int places;

  public ShapesLabels() {
    this(USUAL_PLACES);
  }

  private ShapesLabels(int places) {
    this.places = places;
  }

  @Override
  public String name() {
    return "shapes";
  }

  @Override
  public LabelledPictures withPlaces(int perSide) {
    return new ShapesLabels(perSide);
  }

  @Override
  public List<Head> heads() {
    return List.of(
        new Head("shape", 1 + Shape.values().length),
        new Head("colour", 1 + Colour.values().length),
        new Head("size", 1 + Size.values().length),
        new Head("background", Background.values().length),
        new Head("row", places),
        new Head("column", places),
        new Head("cell", Cell.values().length));
  }

  @Override
  public int placesPerSide() {
    return places;
  }

  @Override
  public LabelledPicture picture(SampleSource.Split split, long seed, long index) {
    // Three rounds, so that pictures and samples of equal seeds are unrelated.
    Draw draw =
        new Draw(new Draw(new Draw(seed).nextLong()).nextLong() + new Draw(index).nextLong());
    Scene scene;
    do {
      scene = draw.scene();
    } while (scene.isHeldOut() != (split == SampleSource.Split.HELD_OUT));
    return new LabelledPicture(SceneRenderer.render(scene), labels(scene));
  }

  @SuppressWarnings("EnumOrdinal") // classes are numbers
  private List<int[]> labels(Scene scene) {
    List<int[]> labels = new ArrayList<>();
    labels.add(ofObjects(scene, object -> object.shape().ordinal()));
    labels.add(ofObjects(scene, object -> object.colour().ordinal()));
    labels.add(ofObjects(scene, object -> object.size().ordinal()));
    labels.add(ofPlaces(place -> scene.background().ordinal()));
    labels.add(ofPlaces(place -> place / places));
    labels.add(ofPlaces(place -> place % places));
    labels.add(ofPlaces(place -> cell(place).ordinal()));
    return labels;
  }

  /** Class 0 is nothing. */
  private int[] ofObjects(Scene scene, Function<SceneObject, Integer> label) {
    return ofPlaces(
        place -> {
          Optional<SceneObject> object = scene.at(cell(place));
          return object.isEmpty() ? 0 : 1 + label.apply(object.get());
        });
  }

  private int[] ofPlaces(Function<Integer, Integer> label) {
    int[] labels = new int[places * places];
    for (int place = 0; place < labels.length; place++) {
      labels[place] = label.apply(place);
    }
    return labels;
  }

  private Cell cell(int place) {
    return Cell.at(cell(place / places, places), cell(place % places, places));
  }

  /** Which third the middle of a row or column lies in. */
  private static int cell(int at, int of) {
    return (2 * at + 1) * Cell.PER_ROW / (2 * of);
  }
}
