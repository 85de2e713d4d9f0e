package org.smashnas.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The projects that do not have our parent repeat some of its versions; here they are kept equal.
 */
class StandaloneProjectsTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern VERSIONED =
      Pattern.compile("<artifactId>([^<]+)</artifactId>\\s*<version>([^<]+)</version>");
  private static final Pattern PROPERTY = Pattern.compile("<([\\w.-]+)>([^<]+)</\\1>");
  private static final String JENETICS = "jenetics";

  static List<Path> projects() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of("."))) {
      return folders
          .map(folder -> folder.resolve("pom.xml"))
          .filter(Files::exists)
          .sorted()
          .toList();
    }
  }

  @Test
  void fourProjectsStandAlone() throws IOException {
    assertThat(projects()).hasSize(4);
  }

  @ParameterizedTest
  @MethodSource("projects")
  void theirVersionsAreTheParents(Path project) throws IOException {
    Map<String, String> parent = versions(ROOT.resolve("pom.xml"));
    parent.put("junit-jupiter", parent.get("junit-bom"));
    parent.put("smash-bom", parent.get("smash-parent"));
    Map<String, String> own = versions(project);
    own.keySet().remove(project.getParent().getFileName().toString());
    own.keySet().remove(JENETICS);
    assertThat(parent).containsAllEntriesOf(own);
  }

  @ParameterizedTest
  @MethodSource("projects")
  void eachIsAModuleOfTheBuild(Path project) throws IOException {
    assertThat(Files.readString(ROOT.resolve("pom.xml")))
        .contains("<module>smash-examples/" + project.getParent().getFileName() + "</module>");
  }

  @Test
  void theBomHasTheVersionsOfTheParent() throws IOException {
    Map<String, String> parent = versions(ROOT.resolve("pom.xml"));
    Map<String, String> bom = versions(ROOT.resolve("smash-bom/pom.xml"));
    assertThat(bom.get("smash-bom")).isEqualTo(parent.get("smash-parent"));
    assertThat(bom.get("tensorflow-core-native")).isEqualTo(parent.get("tensorflow-core-native"));
    assertThat(bom.get("tensorflow-core-api")).isEqualTo(parent.get("tensorflow-core-api"));
  }

  /** Versions by artifact. */
  private static Map<String, String> versions(Path pom) throws IOException {
    String text = Files.readString(pom);
    Map<String, String> properties = new TreeMap<>();
    matches(PROPERTY, text)
        .forEach(found -> properties.putIfAbsent(found.group(1), found.group(2)));
    Map<String, String> versions = new TreeMap<>();
    matches(VERSIONED, text)
        .forEach(
            found -> versions.putIfAbsent(found.group(1), resolved(found.group(2), properties)));
    return versions;
  }

  private static Stream<MatchResult> matches(Pattern pattern, String text) {
    return pattern.matcher(text).results();
  }

  private static String resolved(String version, Map<String, String> properties) {
    return version.startsWith("${")
        ? properties.getOrDefault(version.substring(2, version.length() - 1), version)
        : version;
  }
}
