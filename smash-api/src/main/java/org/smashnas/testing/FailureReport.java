package org.smashnas.testing;

import com.google.common.collect.ImmutableList;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The message of a failed verification. */
final class FailureReport {
  private final String space;
  private final VerifierSettings settings;
  private final ImmutableList<Finding> findings;
  private final Set<SpaceProperty> passedOver;

  FailureReport(
      String space,
      VerifierSettings settings,
      ImmutableList<Finding> findings,
      Set<SpaceProperty> passedOver) {
    this.space = space;
    this.settings = settings;
    this.findings = findings;
    this.passedOver = passedOver;
  }

  AssertionError error() {
    return new AssertionError(
        message(),
        findings.stream()
            .flatMap(finding -> finding.mismatch().cause().stream())
            .findFirst()
            .orElse(null));
  }

  private String message() {
    String body =
        IntStream.range(0, findings.size())
            .mapToObj(index -> text(index + 1, findings.get(index)))
            .collect(Collectors.joining());
    long broken = findings.stream().map(Finding::property).distinct().count();
    return String.format(
        "space %s breaks %d %s\n%s%s\nRepeat it with"
            + " SpaceVerifier.of(space).seed(%d).samples(%d).enumerateUpTo(%d).verify().",
        space,
        broken,
        broken == 1 ? "property" : "properties",
        body,
        passedOverText(),
        settings.seed(),
        settings.samples(),
        settings.enumerationLimit());
  }

  private static String text(int number, Finding finding) {
    return """

    %d. %s (%s)
       architecture: %s
       expected: %s
       but: %s
       found: %s
       remedy: %s
    """
        .formatted(
            number,
            finding.property().sentence(),
            finding.property(),
            finding.architecture(),
            finding.mismatch().expected(),
            finding.mismatch().found(),
            finding.origin(),
            finding.property().remedy());
  }

  private String passedOverText() {
    return passedOver.isEmpty()
        ? ""
        : passedOver.stream()
            .map(SpaceProperty::name)
            .collect(
                Collectors.joining(
                    ", ", "\nNot verified, since they presuppose the above: ", ".\n"));
  }
}
