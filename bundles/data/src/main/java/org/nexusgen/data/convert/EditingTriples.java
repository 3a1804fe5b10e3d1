package org.nexusgen.data.convert;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.nexusgen.data.json.Place;
import org.nexusgen.data.json.Records;

/**
 * A source picture, an instruction and the edited picture, under the names that the known datasets
 * use (after an export to JSON or CSV with pictures as files).
 */
final class EditingTriples {
  // In turn: plain, HQ-Edit, UltraEdit, OmniEdit, ImagePulse.
  private static final List<String> SOURCE =
      List.of("source", "input_image", "source_image", "src_img", "image_1");
  private static final List<String> INSTRUCTION =
      List.of("instruction", "edit", "edit_prompt", "edited_prompt_list", "editing_instruction");
  private static final List<String> TARGET =
      List.of("target", "output_image", "edited_image", "edited_img", "image_2");

  private final Conversion conversion;

  EditingTriples(Conversion conversion) {
    this.conversion = conversion;
  }

  void convert(Path input) {
    Records.forEach(input, this::convert);
  }

  private void convert(Place place, Map<String, Object> row) {
    Object source = conversion.field(row, "source", SOURCE, place);
    Object instruction = conversion.field(row, "instruction", INSTRUCTION, place);
    Object target = conversion.field(row, "target", TARGET, place);
    // OmniEdit has several wordings; the first is the short one.
    Object wording =
        instruction instanceof List<?> several && !several.isEmpty() ? several.get(0) : instruction;
    conversion.addEdit(
        place,
        conversion.file(Conversion.text(source, "source", place), place),
        Conversion.text(wording, "instruction", place),
        conversion.file(Conversion.text(target, "target", place), place));
  }
}
