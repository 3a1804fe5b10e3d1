package org.nexusgen.laws;

import aQute.bnd.differ.DiffPluginImpl;
import aQute.bnd.osgi.Jar;
import aQute.bnd.service.diff.Delta;
import aQute.bnd.service.diff.Tree;
import aQute.bnd.service.diff.Type;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a jar exports, member by member, as bnd sees it; and the same as a text, a line for each. A
 * line says what an addition or a removal would be, unless that is the usual: a minor and a major
 * change.
 */
final class ApiTree {
  private static final Set<Type> TYPES =
      Set.of(Type.CLASS, Type.INTERFACE, Type.ENUM, Type.ANNOTATION);

  private ApiTree() {}

  /** Without what is inherited from the JDK, which is not ours and differs from JDK to JDK. */
  static Tree of(Jar jar) throws Exception {
    Tree.Data api = new DiffPluginImpl().tree(jar).get("<api>").serialize();
    for (Tree.Data exported : api.children) {
      for (Tree.Data type : exported.children) {
        if (TYPES.contains(type.type)) {
          Set<String> foreign = membersOfTheJdk(type);
          type.children =
              Stream.of(type.children)
                  .filter(member -> !foreign.contains(member.name))
                  .toArray(Tree.Data[]::new);
          priceOfMethods(type);
        }
      }
    }
    return tree(api);
  }

  /**
   * One method more to implement breaks those who implement: all but the platform, where the type
   * is its. bnd 7.3 says so, too, but not of classes, nor of what follows a default method.
   */
  private static void priceOfMethods(Tree.Data type) {
    boolean platformImplements =
        has(type, Type.ANNOTATED, "org.osgi.annotation.versioning.ProviderType");
    for (Tree.Data member : type.children) {
      if (member.type == Type.METHOD && has(member, Type.ACCESS, "abstract")) {
        member.add = platformImplements ? Delta.MINOR : Delta.MAJOR;
      }
    }
  }

  private static boolean has(Tree.Data node, Type type, String name) {
    return Stream.of(node.children)
        .anyMatch(child -> child.type == type && child.name.equals(name));
  }

  private static Set<String> membersOfTheJdk(Tree.Data type) throws ClassNotFoundException {
    Set<String> names = new HashSet<>(signatures(Object.class));
    for (Tree.Data child : type.children) {
      boolean above = child.type == Type.EXTENDS || child.type == Type.IMPLEMENTS;
      if (above && child.name.startsWith("java.")) {
        names.addAll(signatures(Class.forName(child.name)));
      }
    }
    return names;
  }

  private static Set<String> signatures(Class<?> type) {
    return Stream.concat(Stream.of(type.getMethods()), Stream.of(type.getDeclaredMethods()))
        .map(ApiTree::signature)
        .collect(Collectors.toSet());
  }

  private static String signature(Method method) {
    return Stream.of(method.getParameterTypes())
        .map(Class::getTypeName)
        .collect(Collectors.joining(",", method.getName() + "(", ")"));
  }

  static String text(Tree tree) {
    StringBuilder text = new StringBuilder();
    write(tree, 0, text);
    return text.toString();
  }

  private static void write(Tree node, int depth, StringBuilder text) {
    text.append(" ".repeat(depth)).append(node.getType()).append(' ').append(node.getName());
    if (node.ifAdded() != Delta.MINOR || node.ifRemoved() != Delta.MAJOR) {
      text.append(" (").append(word(node.ifAdded())).append(", ");
      text.append(word(node.ifRemoved())).append(')');
    }
    text.append('\n');
    for (Tree child : node.getChildren()) {
      write(child, depth + 1, text);
    }
  }

  static String word(Delta delta) {
    return delta.name().toLowerCase(Locale.ROOT);
  }

  static Tree parse(String text) throws Exception {
    List<Tree.Data> path = new ArrayList<>();
    for (String line : text.lines().toList()) {
      String words = line.stripLeading();
      int depth = line.length() - words.length();
      Tree.Data node = node(words);
      path.subList(depth, path.size()).clear();
      if (depth > 0) {
        Tree.Data parent = path.get(depth - 1);
        parent.children =
            Stream.concat(Stream.of(parent.children), Stream.of(node)).toArray(Tree.Data[]::new);
      }
      path.add(node);
    }
    return tree(path.get(0));
  }

  private static Tree.Data node(String words) {
    int name = words.indexOf(' ') + 1;
    int deltas = words.endsWith(")") ? words.lastIndexOf(" (") : -1;
    Tree.Data node = new Tree.Data();
    node.type = Type.valueOf(words.substring(0, name - 1));
    node.name = words.substring(name, deltas < 0 ? words.length() : deltas);
    node.add = Delta.MINOR;
    node.rem = Delta.MAJOR;
    node.children = new Tree.Data[0];
    if (deltas >= 0) {
      String[] both = words.substring(deltas + 2, words.length() - 1).split(", ");
      node.add = Delta.valueOf(both[0].toUpperCase(Locale.ROOT));
      node.rem = Delta.valueOf(both[1].toUpperCase(Locale.ROOT));
    }
    return node;
  }

  private static Tree tree(Tree.Data data) throws Exception {
    return new DiffPluginImpl().deserialize(data);
  }
}
