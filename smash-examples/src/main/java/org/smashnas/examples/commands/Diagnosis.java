package org.smashnas.examples.commands;

import org.smashnas.data.Dataset;
import org.smashnas.data.Split;
import org.smashnas.hypernet.DiagnosisOptions;
import org.smashnas.hypernet.HyperNet;
import org.smashnas.hypernet.HyperNetDiagnosis;

/**
 * Whether a HyperNet tells architectures apart, as RUN/diagnosis.json has it.
 *
 * @param version of this format
 * @param verdict the finding in one line
 * @param conditionCost what the weights of another architecture cost, over what random ones do
 * @param found what was measured
 */
record Diagnosis(int version, String verdict, double conditionCost, HyperNetDiagnosis found) {
  private static final int VERSION = 1;
  private static final int ARCHITECTURES = 8;
  private static final int EXAMPLES = 500;

  /** Looks at few architectures and examples, so that it takes seconds. */
  static Diagnosis of(HyperNet<?> hyperNet, Split data) {
    Dataset validation = data.validation();
    Split few =
        new Split(
            data.train(), validation.head(Math.min(EXAMPLES, validation.size())), data.test());
    HyperNetDiagnosis found =
        HyperNetDiagnosis.of(
            hyperNet, few, DiagnosisOptions.builder().architectures(ARCHITECTURES).build());
    return new Diagnosis(VERSION, found.verdict(), found.conditionCost(), found);
  }

  void tell(Report report) {
    report.say("weights generated for %d random architectures:", found.architectures());
    report.say(
        "  %-46s %6.3f", "likeness of their blocks, 1 if all are one", found.blockLikeness());
    report.say("  %-46s %6.3f", "effective rank over the full one", found.effectiveRank());
    report.say("  %-46s %6.3f", "likeness across architectures", found.conditionLikeness());
    report.say("  %-46s %6.3f", "likeness across draws of z", found.noiseLikeness());
    report.say("  %-46s %6.3f", "their share of all weights", found.generatedShare());
    report.say("  %-46s %6.3f", "gain", found.gain());
    HyperNetDiagnosis.Losses losses = found.losses();
    report.say(
        "loss with own weights %.4f, another's %.4f, the mean %.4f, random ones %.4f",
        losses.own(), losses.foreign(), losses.mean(), losses.random());
    report.say("%s", verdict);
  }
}
