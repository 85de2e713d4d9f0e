package org.smashnas.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SvgPictureTest {
  @Test
  void shapesAreWrittenInTheOrderOfDrawing() {
    SvgPicture picture = new SvgPicture("a & b", ".lane { stroke: gray; }");
    picture
        .rectangle("panel", 0, 1, 20, 30)
        .line("lane", 1, 2, 3, 4)
        .circle("dot", 5, 6, 7)
        .path("rail", "M0 0 L1 1")
        .text("label", 8, 9, "x < y");
    assertThat(picture.toSvg(40, 50))
        .isEqualTo(
            """
            <svg xmlns="http://www.w3.org/2000/svg" width="40" height="50" viewBox="0 0 40 50">
            <title>a &amp; b</title>
            <style>
            .lane { stroke: gray; }
            </style>
            <rect width="100%" height="100%" fill="white"/>
            <rect class="panel" x="0" y="1" width="20" height="30" rx="3"/>
            <line class="lane" x1="1" y1="2" x2="3" y2="4"/>
            <circle class="dot" cx="5" cy="6" r="7"/>
            <path class="rail" d="M0 0 L1 1"/>
            <text class="label" x="8" y="9">x &lt; y</text>
            </svg>
            """);
  }

  @Test
  void textThatLooksLikeMarkupStaysText() {
    String hostile = "</text><script>alert('&quot;\"]]>')</script><!--";
    SvgPicture picture = new SvgPicture(hostile, "." + hostile + " {}");
    picture.text(hostile, 1, 1, hostile).path("edge", hostile);
    SvgReader svg = SvgReader.read(picture.toSvg(1, 1));
    assertThat(svg.title()).isEqualTo(hostile);
    assertThat(svg.texts(hostile)).containsExactly(hostile);
    assertThat(svg.all("path").get(0).getAttribute("d")).isEqualTo(hostile);
    assertThat(svg.all("script")).isEmpty();
  }

  @Test
  void charactersThatXmlCannotHoldAreReplaced() {
    SvgPicture picture = new SvgPicture("", "");
    picture.text("label", 0, 0, "a\0b\u001bc\ud800d\uffffe😀→");
    assertThat(SvgReader.read(picture.toSvg(1, 1)).texts("label"))
        .containsExactly("a\uFFFDb\uFFFDc\uFFFDd\uFFFDe😀→");
  }

  @Property(seed = "7", tries = 200)
  void anyTextIsWellFormed(@ForAll String text) {
    SvgPicture picture = new SvgPicture(text, text);
    picture.text("label", 0, 0, text);
    assertThat(SvgReader.read(picture.toSvg(1, 1)).all("text")).hasSize(1);
  }

  @Test
  void aPictureWithoutAreaIsRefused() {
    SvgPicture picture = new SvgPicture("", "");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> picture.toSvg(0, 5))
        .withMessage("picture is 0 wide and 5 high; both must be at least 1");
  }
}
