package org.smashnas.hypernet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smashnas.memorybank.MemoryBank;
import org.smashnas.memorybank.MemoryBankSpace;
import org.smashnas.search.Objective;
import org.smashnas.search.Search;
import org.smashnas.search.SearchResult;
import org.smashnas.search.Strategies;
import org.smashnas.search.Trial;

class ScorerTest {
  private static final MemoryBankSpace SPACE =
      MemoryBankSpace.builder()
          .input(8, 8, 1)
          .classes(4)
          .blocks(2)
          .depth(4)
          .width(1)
          .maxBankChannels(16)
          .maxKernel(5)
          .maxDilation(1)
          .build();
  private static final List<MemoryBank> ARCHITECTURES =
      Stream.iterate(0, seed -> seed + 1)
          .limit(5)
          .map(seed -> SPACE.sample(new SplittableRandom(seed)))
          .toList();

  @Test
  void moreParametersAndMoreWorkScoreASmallerLoss() {
    for (MemoryBank architecture : ARCHITECTURES) {
      assertThat(Scorer.byParameters(SPACE).score(architecture, 1).evaluation().loss())
          .isEqualTo(-(double) SPACE.derivedNetwork(architecture).parameters());
      assertThat(Scorer.byMultiplyAdds(SPACE).score(architecture, 0.5).evaluation().loss())
          .isEqualTo(-(double) SPACE.derivedNetwork(architecture).multiplyAdds());
    }
  }

  @Test
  void aScoreThatIsALossAloneHasNoPredictionsAndFullErrors() {
    assertThat(Score.ofLoss(-3.5))
        .isEqualTo(new Score(new Evaluation(1, 1, -3.5), Optional.empty()));
  }

  @Test
  void searchesByErrorAndByLossGoByALossAlone(@TempDir Path folder) {
    for (Objective<MemoryBank> objective :
        List.of(Objective.<MemoryBank>error(), Objective.<MemoryBank>loss())) {
      Path journal = folder.resolve(objective.name());
      SearchResult<MemoryBank> result = search(objective, journal);
      assertThat(result.best().parameters())
          .isEqualTo(
              result.trials().stream()
                  .map(Trial::parameters)
                  .max(Comparator.naturalOrder())
                  .orElseThrow());
      assertThat(search(objective, journal)).isEqualTo(result);
    }
  }

  private static SearchResult<MemoryBank> search(Objective<MemoryBank> objective, Path journal) {
    return Search.over(SPACE)
        .scoredBy(Scorer.byParameters(SPACE))
        .strategy(Strategies.random(8))
        .minimise(objective)
        .journal(journal)
        .run();
  }
}
