package org.smashnas.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.smashnas.data.Split;
import org.smashnas.hypernet.HyperNet;
import org.smashnas.hypernet.TrainableNetwork;
import org.smashnas.hypernet.TrainingListener;
import org.smashnas.hypernet.TrainingOptions;
import org.smashnas.hypernet.TrainingStep;
import org.smashnas.memorybank.MemoryBank;
import org.smashnas.search.Search;
import org.smashnas.search.Strategies;

/** The engine as a guest of a larger program. */
class EmbeddingTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Test
  void noThreadOfOursOutlivesItsWork() throws InterruptedException {
    new GuestTraining().get(); // loads TensorFlow, whose own threads stay
    Set<Thread> before = threads();
    Split split = QuadrantTask.split();
    try (HyperNet<MemoryBank> hyperNet = QuadrantTask.hyperNet(1)) {
      hyperNet.train(split.train(), QuadrantTask.shortTraining().build());
      Search.over(hyperNet.space())
          .scoredBy(hyperNet.scorer(split))
          .strategy(Strategies.random(2))
          .run();
      try (TrainableNetwork derived = hyperNet.derive(QuadrantTask.architecture(1), 1)) {
        derived.train(split.train(), TrainingOptions.derived().epochs(1).build());
      }
    }
    assertNoneBut(before);
  }

  @Test
  void noThreadOfOursOutlivesAFailedTraining() throws InterruptedException {
    new GuestTraining().get();
    Set<Thread> before = threads();
    TrainingListener failing =
        new TrainingListener() {
          @Override
          public void onStep(TrainingStep step) {
            throw new IllegalStateException("the program's own failure");
          }
        };
    TrainingOptions options = QuadrantTask.shortTraining().listener(failing).build();
    try (HyperNet<MemoryBank> hyperNet = QuadrantTask.hyperNet(1)) {
      assertThatThrownBy(() -> hyperNet.train(QuadrantTask.fewExamples(), options))
          .hasMessage("the program's own failure");
    }
    assertNoneBut(before);
  }

  private static void assertNoneBut(Set<Thread> before) throws InterruptedException {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!before.containsAll(threads()) && Instant.now().isBefore(deadline)) {
      Thread.sleep(20);
    }
    Set<Thread> left = threads();
    left.removeAll(before);
    assertThat(left).isEmpty();
  }

  /** Those of the JVM's common pool come and go as it likes. */
  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .filter(thread -> !thread.getName().startsWith("ForkJoinPool.commonPool"))
        .collect(Collectors.toSet());
  }

  @Test
  void severalHyperNetsTrainAtOnceAsEachWouldAlone() {
    double alone = new GuestTraining().get();
    CompletableFuture<Double> one = CompletableFuture.supplyAsync(new GuestTraining());
    CompletableFuture<Double> other = CompletableFuture.supplyAsync(new GuestTraining());
    assertThat(one.join()).isEqualTo(alone);
    assertThat(other.join()).isEqualTo(alone);
  }

  @Test
  void twoClassLoadersRunItInOneJvmWithEqualResults() throws IOException {
    double expected = new GuestTraining().get();
    try (URLClassLoader one = isolated();
        URLClassLoader other = isolated()) {
      assertThat(runIn(one)).isEqualTo(expected);
      assertThat(runIn(other)).isEqualTo(expected);
    }
  }

  @Test
  void itNeedsNoContextClassLoader() throws IOException {
    double expected = new GuestTraining().get();
    Thread thread = Thread.currentThread();
    ClassLoader context = thread.getContextClassLoader();
    thread.setContextClassLoader(null);
    try (URLClassLoader loader = isolated()) {
      assertThat(runIn(loader)).isEqualTo(expected);
    } finally {
      thread.setContextClassLoader(context);
    }
  }

  private static Object runIn(ClassLoader loader) {
    try {
      Object guest =
          loader.loadClass(GuestTraining.class.getName()).getDeclaredConstructor().newInstance();
      assertThat(guest).isNotInstanceOf(GuestTraining.class);
      return ((Supplier<?>) guest).get();
    } catch (ReflectiveOperationException failure) {
      throw new LinkageError("the guest cannot be started", failure);
    }
  }

  /** Nothing of the program that runs this test is visible in it. */
  private static URLClassLoader isolated() {
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return new URLClassLoader(
        Arrays.stream(path.split(File.pathSeparator)).map(EmbeddingTest::url).toArray(URL[]::new),
        ClassLoader.getPlatformClassLoader());
  }

  private static URL url(String entry) {
    try {
      return new File(entry).toURI().toURL();
    } catch (MalformedURLException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
