package org.smashnas.funnel;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import org.smashnas.file.AtomicFile;
import org.smashnas.file.FileFailure;
import org.smashnas.json.StrictJson;

/**
 * The plan that a funnel was begun with, as prices differ from one measurement to the next.
 *
 * @param path the file
 */
record PlanFile(Path path) {
  private static final StrictJson JSON = StrictJson.create();

  /** What the file has. */
  private record Content(double seconds, FunnelPlan plan) {}

  static PlanFile in(Path folder) {
    return new PlanFile(folder.resolve("plan.json"));
  }

  FunnelPlan readOr(Duration time, Supplier<FunnelPlan> planning) {
    double seconds = time.toMillis() / 1000.0;
    if (!Files.exists(path)) {
      FunnelPlan plan = planning.get();
      AtomicFile.write(path, JSON.write(new Content(seconds, plan)) + "\n");
      return plan;
    }
    Content found = read();
    checkArgument(
        found.seconds() == seconds,
        "%s is a plan for %s s, but the funnel is to take %s s; run the funnel that wrote it, or"
            + " name another folder",
        path,
        found.seconds(),
        seconds);
    return found.plan();
  }

  private Content read() {
    try {
      return JSON.read(Files.readString(path), Content.class, path + ":");
    } catch (IOException failure) {
      throw FileFailure.of("read " + path, failure, "check the path");
    }
  }
}
