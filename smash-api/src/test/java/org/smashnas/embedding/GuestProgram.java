package org.smashnas.embedding;

import java.util.function.Supplier;
import org.smashnas.hypernet.Score;
import org.smashnas.memorybank.MemoryBank;
import org.smashnas.memorybank.MemoryBankSpace;
import org.smashnas.network.Network;
import org.smashnas.search.Search;
import org.smashnas.search.SearchResult;
import org.smashnas.search.Strategies;

/**
 * What a program may do with this library, to be run in a class loader of its own: a search, JSON
 * there and back. Only types of the JDK cross the border.
 */
public final class GuestProgram implements Supplier<String> {
  @Override
  public String get() {
    MemoryBankSpace space =
        MemoryBankSpace.builder()
            .input(8, 8, 1)
            .classes(3)
            .blocks(1)
            .depth(4)
            .width(1)
            .maxBankChannels(16)
            .maxKernel(3)
            .maxDilation(1)
            .build();
    SearchResult<MemoryBank> found =
        Search.over(space)
            .scoredBy((architecture, fidelity) -> Score.ofError(error(space, architecture)))
            .strategy(Strategies.<MemoryBank>random(20).then(Strategies.markovWalk(5, 0.2)))
            .seed(1)
            .run();
    MemoryBank best = found.best().architecture();
    MemoryBank again = space.codec().fromJson(space.codec().toJson(best));
    Network network = Network.fromJson(space.network(again).toJson());
    return space.hash(again) + network.hash();
  }

  private static double error(MemoryBankSpace space, MemoryBank architecture) {
    return Math.min(1, space.derivedNetwork(architecture).parameters() / 1e6);
  }
}
