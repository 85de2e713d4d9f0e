package org.smashnas.examples.drawing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrawPicturesTest {
  private static final Path COMMITTED = Path.of("..", "docs", "pictures");

  @TempDir Path folder;

  /** If this fails, run DrawPictures on docs/pictures and look at what it drew. */
  @Test
  void thePicturesOfTheDocumentsAreWhatTheProgramDraws() throws IOException {
    DrawPictures.main(new String[] {folder.resolve("new").toString()});
    for (String name : DrawPictures.pictures().keySet()) {
      assertThat(COMMITTED.resolve(name))
          .hasSameTextualContentAs(folder.resolve("new").resolve(name));
    }
    assertThat(folder.resolve("new").toFile().list())
        .containsExactlyInAnyOrder(COMMITTED.toFile().list());
  }

  @Test
  void aMissingFolderIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DrawPictures.main(new String[0]))
        .withMessage("0 arguments given; name one folder, for example docs/pictures");
  }
}
