package org.smashnas.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compiles every Java snippet of the documents, follows their links, and looks at the README's
 * commands.
 */
class DocumentationTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern SHELL = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)(?:#[^)]*)?\\)");
  private static final String PROLOGUE =
      """
      import java.nio.file.Path;
      import java.util.*;
      import java.util.random.*;
      import org.smashnas.data.*;
      import org.smashnas.hypernet.*;
      import org.smashnas.memorybank.*;
      import org.smashnas.network.*;
      import org.smashnas.search.*;
      import org.smashnas.space.*;
      import org.smashnas.tf.TensorFlow;

      class Snippet {
        void run(Dataset examples, Path file) throws Exception {
      """;

  @TempDir Path classes;

  static Stream<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>();
    documents.add(ROOT.resolve("README.md"));
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
    }
    return documents.stream();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyJavaSnippetCompiles(Path document) throws IOException {
    for (String snippet : blocks(JAVA, Files.readString(document))) {
      StringWriter messages = new StringWriter();
      assertThat(compile(wrapped(snippet), messages)).as("%s", messages).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyLocalLinkLeadsSomewhere(Path document) throws IOException {
    Matcher links = LINK.matcher(Files.readString(document));
    while (links.find()) {
      String target = links.group(1);
      if (!target.contains("://")) {
        assertThat(document.resolveSibling(target)).as("link in %s", document).exists();
      }
    }
  }

  @Test
  void theFirstCommandsOfTheReadmeAreTheSearchAndTheTests() throws IOException {
    String first = blocks(SHELL, Files.readString(ROOT.resolve("README.md"))).get(0);
    assertThat(first.lines()).containsExactly("smash-examples/smash digits", "mvn verify");
    assertThat(ROOT.resolve("smash-examples/smash")).isExecutable();
  }

  private static List<String> blocks(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group(1)).toList();
  }

  private static String wrapped(String snippet) {
    return snippet.contains("class ") || snippet.contains("record ")
        ? snippet
        : PROLOGUE + snippet + "}}";
  }

  private boolean compile(String source, StringWriter messages) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    JavaFileObject file =
        new SimpleJavaFileObject(URI.create("string:///Snippet.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    List<String> options =
        List.of(
            "-proc:none",
            "-d",
            classes.toString(),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    return compiler.getTask(messages, null, null, options, null, List.of(file)).call();
  }
}
