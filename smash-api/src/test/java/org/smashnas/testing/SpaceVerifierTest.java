package org.smashnas.testing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.smashnas.space.ArchitectureSpace;
import org.smashnas.testing.PathSpace.Path;

class SpaceVerifierTest {
  /** Makes a space for another JVM. */
  static final class Paths implements Supplier<ArchitectureSpace<Path>> {
    @Override
    public ArchitectureSpace<Path> get() {
      return new PathSpace();
    }
  }

  @Test
  void aRightSpacePasses() {
    SpaceVerifier.verify(new PathSpace());
  }

  @Test
  void aRightSpacePassesWithEverySetting() {
    for (int seed = 0; seed < 10; seed++) {
      SpaceVerifier.of(new PathSpace())
          .seed(seed)
          .samples(1 + 20 * seed)
          .enumerateUpTo(100 * (seed % 3))
          .rebuiltBy(new Paths())
          .verify();
    }
  }

  @Test
  void aRightSpaceIsTheSameInAnotherJvm() {
    SpaceVerifier.of(new PathSpace())
        .rebuiltInAnotherJvmBy(Paths.class)
        .reads("{\"steps\":[{\"kind\":\"GROUPED\",\"kernel\":3}]}")
        .verify();
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    SpaceVerifier<Path> verifier = SpaceVerifier.of(new PathSpace());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> verifier.samples(0))
        .withMessage("samples is 0; it must be at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> verifier.enumerateUpTo(-1))
        .withMessage("enumerateUpTo is -1; it must be at least 0");
    assertThatCode(verifier::verify).doesNotThrowAnyException();
  }
}
