package org.nexusgen.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.Conversation;
import org.nexusgen.api.Conversation.ChatOptions;
import org.nexusgen.api.Conversation.Kind;
import org.nexusgen.api.image.Image;

/** Understands the lines of a conversation. */
final class ChatSession {
  private static final String HELP =
      "/image FILE, /draw TEXT, /edit TEXT, /save FILE, /clear, /help, /quit; else: a question";

  private final Tools tools;
  private final Tools.Streams streams;
  private final Conversation conversation;
  private final Path folder;
  private final Function<Kind, ChatOptions> options;
  private final List<Image> shown = new ArrayList<>();
  private final List<Image> painted = new ArrayList<>();

  ChatSession(
      Tools tools,
      Tools.Streams streams,
      Conversation conversation,
      Path folder,
      Function<Kind, ChatOptions> options) {
    this.tools = tools;
    this.streams = streams;
    this.conversation = conversation;
    this.folder = folder;
    this.options = options;
  }

  /** Acts on one line. */
  void take(String line, Cancellation cancellation) {
    int space = line.indexOf(' ');
    String word = space < 0 ? line : line.substring(0, space);
    String rest = space < 0 ? "" : line.substring(space + 1).strip();
    switch (word) {
      case "" -> {}
      case "/image" -> shown.add(tools.images().get().read(Path.of(required(word, rest))));
      case "/draw" -> say(Kind.DRAW, required(word, rest), cancellation);
      case "/edit" -> say(Kind.EDIT, required(word, rest), cancellation);
      case "/save" -> save(Path.of(required(word, rest)));
      case "/clear" -> {
        conversation.clear();
        shown.clear();
        painted.clear();
      }
      case "/help" -> streams.out().println(HELP);
      default -> {
        if (word.startsWith("/")) {
          throw new BadInputException("unknown command '" + word + "'; " + HELP);
        }
        say(Kind.TALK, line, cancellation);
      }
    }
    streams.out().flush();
  }

  private void say(Kind kind, String text, Cancellation cancellation) {
    Conversation.Reply reply;
    try (Progress progress = new Progress(streams, kind == Kind.TALK)) {
      reply =
          conversation.say(List.copyOf(shown), text, options.apply(kind), progress, cancellation);
    }
    shown.clear();
    reply.report().warnings().forEach(note -> streams.err().println("nexusgen: note: " + note));
    for (Image picture : reply.pictures()) {
      painted.add(picture);
      Path file = unusedName();
      tools.images().get().writePng(picture, file);
      streams.out().println(file);
    }
  }

  /** The next chat-N.png that would overwrite nothing. */
  private Path unusedName() {
    int number = 1;
    while (Files.exists(folder.resolve("chat-" + number + ".png"))) {
      number++;
    }
    return folder.resolve("chat-" + number + ".png");
  }

  private void save(Path file) {
    if (painted.isEmpty()) {
      throw new BadInputException("/save: no picture yet; /draw or /edit one first");
    }
    Checks.writable(file, ".png");
    tools.images().get().writePng(painted.get(painted.size() - 1), file);
    streams.out().println(file);
  }

  private static String required(String word, String rest) {
    if (rest.isEmpty()) {
      throw new BadInputException(word + ": wants something after it; " + HELP);
    }
    return rest;
  }
}
