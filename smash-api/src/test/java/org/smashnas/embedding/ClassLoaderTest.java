package org.smashnas.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The library in a parent application that loads it beside itself, more than once. */
class ClassLoaderTest {

  /** Nothing of the application that runs this test is visible in it. */
  private static URLClassLoader isolated() {
    return new URLClassLoader(
        Arrays.stream(
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"))
                    .split(File.pathSeparator))
            .map(ClassLoaderTest::url)
            .toArray(URL[]::new),
        ClassLoader.getPlatformClassLoader());
  }

  private static URL url(String entry) {
    try {
      return new File(entry).toURI().toURL();
    } catch (MalformedURLException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String runIn(ClassLoader loader) {
    try {
      Object guest =
          loader.loadClass(GuestProgram.class.getName()).getDeclaredConstructor().newInstance();
      assertThat(guest).isNotInstanceOf(GuestProgram.class);
      return (String) ((Supplier<?>) guest).get();
    } catch (ReflectiveOperationException failure) {
      throw new LinkageError("the guest cannot be started", failure);
    }
  }

  /** Runs on a thread whose context class loader is this one. */
  private static String runWithContext(ClassLoader loader, ClassLoader context)
      throws InterruptedException {
    AtomicReference<String> result = new AtomicReference<>();
    Thread thread = new Thread(() -> result.set(runIn(loader)));
    thread.setContextClassLoader(context);
    thread.start();
    thread.join();
    return result.get();
  }

  @Test
  void itRunsTwiceInOneJvmWithEqualResults() throws IOException {
    try (URLClassLoader one = isolated();
        URLClassLoader other = isolated()) {
      String expected = new GuestProgram().get();
      assertThat(runIn(one)).isEqualTo(expected);
      assertThat(runIn(other)).isEqualTo(expected);
    }
  }

  @Test
  void itNeedsNoContextClassLoader() throws IOException, InterruptedException {
    try (URLClassLoader loader = isolated()) {
      assertThat(runWithContext(loader, null)).isEqualTo(new GuestProgram().get());
    }
  }

  @Test
  void aForeignContextClassLoaderDoesNotMislead() throws IOException, InterruptedException {
    try (URLClassLoader one = isolated();
        URLClassLoader other = isolated();
        URLClassLoader empty = new URLClassLoader(new URL[0], null)) {
      assertThat(runWithContext(one, other)).isEqualTo(new GuestProgram().get());
      assertThat(runWithContext(one, empty)).isEqualTo(new GuestProgram().get());
    }
  }
}
