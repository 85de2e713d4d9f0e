package org.smashnas.examples.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A modular application trains a step with our jars as named modules. */
class ModulePathTest {
  private static final Path SOURCES = Path.of("src/test/resources/org/smashnas/examples/embedding");
  private static final List<String> NEEDED =
      List.of(
          "smash-api",
          "smash-tf",
          "jackson-",
          "guava-",
          "failureaccess",
          "error_prone",
          "jspecify",
          "hipparchus",
          "slf4j-api",
          "jna-",
          "tensorflow-",
          "ndarray",
          "javacpp",
          "protobuf-java");

  @TempDir Path folder;

  /** Before the jars are packaged there are folders in their place, which are no modules. */
  private static String modulePath() {
    List<String> needed =
        Arrays.stream(
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"))
                    .split(File.pathSeparator))
            .filter(entry -> entry.endsWith(".jar"))
            .filter(entry -> NEEDED.stream().anyMatch(name(entry)::startsWith))
            .toList();
    assumeThat(needed.stream().filter(entry -> name(entry).startsWith("smash-")))
        .as("our jars on the class path; mvn verify packages them")
        .hasSize(2);
    return String.join(File.pathSeparator, needed);
  }

  private static String name(String entry) {
    return Path.of(entry).getFileName().toString();
  }

  @Test
  void anApplicationThatRequiresTheEngineNeedsNothingElse()
      throws IOException, InterruptedException {
    String modulePath = modulePath();
    compile(modulePath);
    List<String> lines = run(modulePath);
    assertThat(lines)
        .contains(
            "loss is finite: true",
            "Own[number=7]",
            "module org.smashnas.tf",
            "module org.smashnas.api");
  }

  private void compile(String modulePath) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  messages,
                  files,
                  null,
                  List.of("-proc:none", "-d", folder.toString(), "--module-path", modulePath),
                  null,
                  files.getJavaFileObjects(
                      SOURCES.resolve("module-info.java"),
                      SOURCES.resolve("com/example/modular/TrainOneStep.java")))
              .call();
      assertThat(compiled).as("%s", messages).isTrue();
    }
  }

  private List<String> run(String modulePath) throws IOException, InterruptedException {
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "--module-path",
                modulePath + File.pathSeparator + folder,
                "--module",
                "com.example.modular/com.example.modular.TrainOneStep")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    int status = process.waitFor();
    try (Stream<String> lines = Files.lines(output, StandardCharsets.UTF_8)) {
      List<String> read = lines.collect(Collectors.toList());
      assertThat(status).as("%s", read).isZero();
      return read;
    }
  }
}
