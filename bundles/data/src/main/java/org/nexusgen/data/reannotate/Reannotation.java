package org.nexusgen.data.reannotate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.JobListener;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.TokenOptions;
import org.nexusgen.api.UnderstandingRequest;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.message.Role;
import org.nexusgen.api.train.TrainingSample.Task;
import org.nexusgen.data.unified.ImageRules;
import org.nexusgen.data.unified.PlacedSample;
import org.nexusgen.data.unified.Sample;
import org.nexusgen.data.unified.Turn;

/**
 * Lets a model answer the questions of a dataset, or describe the pictures that its prompts ask
 * for. What stood there before is kept in {@code about}: {@code original.2} for the second message.
 * Edits stay as they are: their instructions cannot be told from one picture.
 */
public final class Reannotation {
  /** What is written anew. */
  public enum Part {
    /** The assistant's words about pictures. */
    ANSWERS,
    /** The users' prompts for pictures. */
    CAPTIONS
  }

  private static final String ORIGINAL = "original.";
  private static final String PROMPT = "prompt";

  private final NexusGen model;
  private final ImageRules images;
  private final Set<Part> parts;
  private final String captionQuestion;
  private final TokenOptions tokens;

  /**
   * @param captionQuestion with which a picture's description is asked for
   */
  public Reannotation(
      NexusGen model,
      ImageRules images,
      Set<Part> parts,
      String captionQuestion,
      TokenOptions tokens) {
    this.model = model;
    this.images = images;
    this.parts = Set.copyOf(parts);
    this.captionQuestion = captionQuestion;
    this.tokens = tokens;
  }

  /** The sample with new words; the same sample if none of it is to be written anew. */
  public Sample of(PlacedSample placed, Cancellation cancellation) {
    Sample sample = placed.sample();
    Task task = sample.task();
    if (task == Task.UNDERSTANDING && parts.contains(Part.ANSWERS)) {
      return answered(placed, cancellation);
    }
    return task == Task.GENERATION && parts.contains(Part.CAPTIONS)
        ? captioned(placed, cancellation)
        : sample;
  }

  private Sample answered(PlacedSample placed, Cancellation cancellation) {
    List<Image> pictures = pictures(placed);
    List<Turn> turns = new ArrayList<>();
    Map<String, String> about = new HashMap<>(placed.sample().about());
    String question = "";
    int shown = 0;
    for (Turn turn : placed.sample().messages()) {
      shown += turn.images();
      if (turn.role() == Role.ASSISTANT) {
        String answer = ask(pictures.subList(0, shown), question, cancellation);
        turns.add(replaced(turn, answer, turns.size() + 1, about));
      } else {
        question = turn.content().replace(Turn.IMAGE, "").strip();
        turns.add(turn);
      }
    }
    return new Sample(placed.sample().images(), turns, about);
  }

  private Sample captioned(PlacedSample placed, Cancellation cancellation) {
    List<Image> pictures = pictures(placed);
    List<Turn> turns = new ArrayList<>(placed.sample().messages());
    Map<String, String> about = new HashMap<>(placed.sample().about());
    int first = 0;
    while (turns.get(first + 1).images() == 0) {
      first++;
    }
    String caption = ask(pictures.subList(0, 1), captionQuestion, cancellation);
    turns.set(first, replaced(turns.get(first), caption, first + 1, about));
    String prompt = turns.get(first).content();
    // The prompt without a sentence around it is the caption now.
    about.computeIfPresent(PROMPT, (name, old) -> prompt);
    return new Sample(placed.sample().images(), turns, about);
  }

  /** The turn with other words, unless the model had none; the first original is kept. */
  private static Turn replaced(Turn turn, String words, int number, Map<String, String> about) {
    if (words.isBlank() || words.equals(turn.content())) {
      return turn;
    }
    about.putIfAbsent(ORIGINAL + number, turn.content());
    return new Turn(turn.role(), words);
  }

  private String ask(List<Image> pictures, String question, Cancellation cancellation) {
    String answer =
        model
            .understand(
                new UnderstandingRequest(pictures, question, tokens),
                JobListener.silent(),
                cancellation)
            .text();
    // A mark in an answer would stand for a picture that the sample does not have.
    return answer.replace(Turn.IMAGE, "").strip();
  }

  private List<Image> pictures(PlacedSample placed) {
    return placed.imageFiles().stream().map(file -> images.read(file, placed.place())).toList();
  }
}
