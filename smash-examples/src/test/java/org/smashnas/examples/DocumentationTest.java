package org.smashnas.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.smashnas.space.ArchitectureSpace;
import org.smashnas.testing.SpaceVerifier;

/**
 * Compiles every Java snippet of the documents, runs those that are whole, follows links, and looks
 * at the README's commands. A snippet sees the classes of those above it on its page. One that
 * starts with the path of a source in a comment is a quotation, and must be found there.
 */
class DocumentationTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern SHELL = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)(?:#[^)]*)?\\)");
  private static final Pattern MESSAGE = Pattern.compile("```text\n(.*?)```", Pattern.DOTALL);
  private static final Pattern QUOTED = Pattern.compile("// (\\S+\\.java)\n(.*)", Pattern.DOTALL);
  private static final Pattern PUBLIC_TYPE =
      Pattern.compile("^public (?:final )?(?:class|record|interface) (\\w+)", Pattern.MULTILINE);
  private static final String OMISSION = "// …";
  private static final String IMPORTS =
      """
      import com.google.common.collect.ImmutableList;
      import java.nio.file.*;
      import java.time.Duration;
      import java.util.*;
      import java.util.concurrent.*;
      import java.util.random.*;
      import org.smashnas.data.*;
      import org.smashnas.funnel.*;
      import org.smashnas.hypernet.*;
      import org.smashnas.memorybank.*;
      import org.smashnas.network.*;
      import org.smashnas.search.*;
      import org.smashnas.space.*;
      import org.smashnas.testing.*;
      import org.smashnas.tf.TensorFlow;
      """;
  private static final String METHOD =
      """
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
    compileSnippets(document);
  }

  private void compileSnippets(Path document) throws IOException {
    for (String snippet : blocks(JAVA, Files.readString(document))) {
      Matcher quotation = QUOTED.matcher(snippet);
      if (quotation.matches()) {
        assertIsQuoted(Path.of(quotation.group(1)), quotation.group(2));
      } else {
        compile(wrapped(snippet));
      }
    }
  }

  /** All parts of a quotation, in their order, whatever their indentation. */
  private static void assertIsQuoted(Path source, String quotation) throws IOException {
    assertThat(unindented(Files.readString(ROOT.resolve(source))))
        .containsSubsequence(
            Stream.of(quotation.split(OMISSION, -1)).map(DocumentationTest::unindented).toList());
  }

  private static String unindented(String code) {
    return code.lines().map(String::strip).collect(Collectors.joining("\n")).strip();
  }

  @Test
  void theFirstProgramRuns() throws Exception {
    compileSnippets(ROOT.resolve("docs/getting-started.md"));
    Path run = classes.resolve("run");
    try (URLClassLoader compiled = compiled()) {
      Method main = compiled.loadClass("FirstSearch").getDeclaredMethod("main", String[].class);
      main.setAccessible(true);
      main.invoke(null, (Object) new String[] {run.toString()});
    }
    assertThat(run.resolve("trials.jsonl")).isNotEmptyFile();
    assertThat(run.resolve("best.safetensors")).isNotEmptyFile();
  }

  @Test
  void theTestOfTheStrategyPasses() throws Exception {
    compileSnippets(ROOT.resolve("docs/your-own-strategy.md"));
    try (URLClassLoader compiled = compiled()) {
      compiled.setDefaultAssertionStatus(true);
      Class<?> type = compiled.loadClass("ClimbTest");
      Constructor<?> constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      Method test = type.getDeclaredMethod("itBeatsRandomSearch");
      test.setAccessible(true);
      test.invoke(constructor.newInstance());
    }
  }

  @Test
  void theSmallSpaceIsASpace() throws Exception {
    compileSnippets(ROOT.resolve("docs/your-own-space.md"));
    try (URLClassLoader compiled = compiled()) {
      Constructor<?> constructor = compiled.loadClass("LadderSpace").getDeclaredConstructor();
      constructor.setAccessible(true);
      SpaceVerifier.verify((ArchitectureSpace<?>) constructor.newInstance());
    }
  }

  /** The example without one line, as the page says. */
  @Test
  void theVerifierSaysWhatTheManualSays() throws Exception {
    String page = Files.readString(ROOT.resolve("docs/your-own-space.md"));
    Path sources = ROOT.resolve("smash-examples/tabular-space/src/main/java/com/example/tabular");
    String space = Files.readString(sources.resolve("PerceptronSpace.java"));
    String broken = space.replace(".mark(\"skip\", perceptron.skip() ? 1 : 0)", "");
    assertThat(broken).isNotEqualTo(space);
    compile(Files.readString(sources.resolve("Perceptron.java")));
    compile(broken);
    try (URLClassLoader compiled = compiled()) {
      ArchitectureSpace<?> made =
          (ArchitectureSpace<?>)
              compiled
                  .loadClass("com.example.tabular.PerceptronSpace")
                  .getConstructor(int.class, int.class)
                  .newInstance(30, 2);
      assertThatThrownBy(() -> SpaceVerifier.of(made).samples(50).verify())
          .isInstanceOf(AssertionError.class)
          .hasMessage(blocks(MESSAGE, page).get(0).strip());
    }
  }

  private URLClassLoader compiled() throws IOException {
    return new URLClassLoader(new URL[] {classes.toUri().toURL()});
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
        ? IMPORTS + snippet
        : IMPORTS + METHOD + snippet + "}}";
  }

  private void compile(String source) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    JavaFileObject file =
        new SimpleJavaFileObject(
            URI.create("string:///" + nameOf(source) + ".java"), JavaFileObject.Kind.SOURCE) {
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
            classes
                + File.pathSeparator
                + System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")));
    StringWriter messages = new StringWriter();
    assertThat(compiler.getTask(messages, null, null, options, null, List.of(file)).call())
        .as("%s", messages)
        .isTrue();
  }

  private static String nameOf(String source) {
    Matcher name = PUBLIC_TYPE.matcher(source);
    return name.find() ? name.group(1) : "Snippet";
  }
}
