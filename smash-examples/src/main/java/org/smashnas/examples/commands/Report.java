package org.smashnas.examples.commands;

import java.io.PrintWriter;
import java.util.Locale;
import org.smashnas.data.Split;
import org.smashnas.hypernet.Evaluation;

/** What a command tells its user. */
record Report(PrintWriter target) {

  void say(String format, Object... values) {
    target.printf(Locale.ROOT, format + "%n", values);
    target.flush();
  }

  void parts(Split data) {
    say(
        "%,d examples of %s to train, %,d to validate, %,d to test, in %d classes",
        data.train().size(),
        data.train().shape(),
        data.validation().size(),
        data.test().size(),
        data.train().classes());
  }

  void errors(Evaluation validation, Evaluation test) {
    say("%-12s %10s %12s %10s", "", "error", "top-5 error", "loss");
    errors("validation", validation);
    errors("test", test);
  }

  private void errors(String part, Evaluation found) {
    say(
        "%-12s %10s %12s %10.4f",
        part, percent(found.error()), percent(found.topFiveError()), found.loss());
  }

  static String percent(double fraction) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * fraction);
  }
}
