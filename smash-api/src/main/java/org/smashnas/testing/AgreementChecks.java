package org.smashnas.testing;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.smashnas.space.ArchitectureSpace;

/** What is verified by doing the same elsewhere: in threads, in a space made again, in a JVM. */
final class AgreementChecks<A> {
  private static final int THREADS = 4;
  private static final int TRACED = 40;

  /** What {@link Object#toString} makes of an object. */
  private static final Pattern IDENTITY = Pattern.compile("[\\w$;]@[0-9a-f]{5,8}(?![0-9A-Za-z])");

  private final ArchitectureSpace<A> space;
  private final VerifierSettings settings;
  private final int traced;

  AgreementChecks(ArchitectureSpace<A> space, VerifierSettings settings) {
    this.space = space;
    this.settings = settings;
    this.traced = Math.min(TRACED, settings.samples());
  }

  Optional<Finding> idIsStable() {
    String id = space.id();
    String again = space.id();
    Optional<Mismatch> mismatch = Mismatch.none();
    if (id == null || id.isBlank()) {
      mismatch = Mismatch.of("id() names the space", "it is empty");
    } else if (!id.equals(again)) {
      mismatch = Mismatch.of("id() is " + id + " at every call", "then it is " + again);
    } else if (IDENTITY.matcher(id).find()) {
      mismatch =
          Mismatch.of(
              "id() is equal for equal spaces in every JVM",
              "it is " + id + ", which shows the identity of an object");
    }
    return mismatch.map(
        found -> new Finding(SpaceProperty.ID_IS_STABLE, "any", found, "the space itself"));
  }

  Optional<Finding> threadsAgree() {
    ImmutableList<String> alone = lines();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<ImmutableList<String>>> tasks = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        tasks.add(this::lines);
      }
      List<Finding> findings = new ArrayList<>();
      for (var result : threads.invokeAll(tasks)) {
        difference(
                SpaceProperty.THREADS_AGREE,
                alone,
                result.get(),
                THREADS + " threads at once find what one finds alone")
            .ifPresent(findings::add);
      }
      return smallest(findings);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the verification was interrupted", interrupted);
    } catch (ExecutionException failed) {
      return Mismatch.thrown(
              THREADS + " threads at once use the space",
              failed.getCause() == null ? failed : failed.getCause())
          .map(found -> new Finding(SpaceProperty.THREADS_AGREE, "any", found, "the space itself"));
    } finally {
      threads.shutdownNow();
    }
  }

  private ImmutableList<String> lines() {
    return new SpaceTrace<>(space, settings).lines(traced);
  }

  Optional<Finding> rebuiltAgrees(Supplier<? extends ArchitectureSpace<A>> again) {
    return rebuilt(
        new SpaceTrace<>(again.get(), settings).lines(traced), "the space made again agrees");
  }

  Optional<Finding> otherJvmAgrees(
      Class<? extends Supplier<? extends ArchitectureSpace<A>>> maker) {
    return rebuilt(OtherJvm.lines(maker, settings, traced), "another JVM agrees");
  }

  private Optional<Finding> rebuilt(ImmutableList<String> there, String expected) {
    return difference(SpaceProperty.REBUILT_SPACES_AGREE, lines(), there, expected);
  }

  private static Optional<Finding> difference(
      SpaceProperty property,
      ImmutableList<String> here,
      ImmutableList<String> there,
      String wanted) {
    List<Finding> findings =
        IntStream.range(0, here.size())
            .filter(index -> !here.get(index).equals(there.get(index)))
            .mapToObj(index -> finding(property, here.get(index), there.get(index), wanted))
            .toList();
    return smallest(findings);
  }

  private static Finding finding(SpaceProperty property, String here, String there, String wanted) {
    return new Finding(
        property,
        SpaceTrace.subject(here),
        Mismatch.of(
                wanted + ": " + SpaceTrace.difference(here, there),
                SpaceTrace.difference(there, here))
            .orElseThrow(),
        "the smallest on which they differ");
  }

  private static Optional<Finding> smallest(List<Finding> findings) {
    return findings.stream()
        .min(
            (left, right) ->
                ArchitectureTexts.BY_SIZE.compare(left.architecture(), right.architecture()));
  }
}
