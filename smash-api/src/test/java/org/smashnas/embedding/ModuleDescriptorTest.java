package org.smashnas.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The compiler does not see the module's descriptor, which is added to the finished jar. */
class ModuleDescriptorTest {
  private static final Path SOURCES = Path.of("src/main/java");
  private static final Pattern EXPORT = Pattern.compile("exports ([\\w.]+);");

  @Test
  void everyPackageIsExported() throws IOException {
    String descriptor = Files.readString(Path.of("src/main/module/module-info.java"));
    List<String> exported =
        EXPORT.matcher(descriptor).results().map(found -> found.group(1)).toList();
    assertThat(exported).containsExactlyInAnyOrderElementsOf(packages());
  }

  private static List<String> packages() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files
          .filter(file -> file.endsWith("package-info.java"))
          .map(file -> SOURCES.relativize(file.getParent()).toString().replace('/', '.'))
          .toList();
    }
  }
}
